using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using SeqGen.Generator.Model;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Generation;

public class GradientRoomTests
{
    /// <summary>Layers with activations of any sizes, each with one or two gradients, as a bidirectional layer has.</summary>
    [Fact]
    public void Rooms_lie_on_nothing_that_is_still_needed() =>
        Prop.ForAll<NonEmptyArray<byte>>(sizes => Check(sizes.Get)).QuickCheckThrowOnFailure();

    private static void Check(byte[] sizes)
    {
        long[] activations = [.. sizes.Select(size => size * 16L)];
        List<long> starts = [];
        List<GradientRoom> rooms = [];
        long end = 64;
        for (int layer = 0; layer < activations.Length; layer++)
        {
            starts.Add(end);
            end += activations[layer];
            rooms.AddRange(Enumerable.Range(0, 1 + (sizes[layer] % 2)).Select(part => new GradientRoom(layer, (activations[layer] / 2) + part + 1)));
        }

        long length = GradientRoom.Place(rooms, starts, end);

        Assert.True(length >= end);
        foreach (GradientRoom room in rooms)
        {
            Assert.Equal(0, room.Offset % 16);
            Assert.True(room.Offset >= (room.Layer + 2 < starts.Count ? starts[room.Layer + 2] : end), "on activations that backward still needs");
            Assert.True(room.Offset + room.Length <= length, "past the end");
            Assert.DoesNotContain(rooms, other => other != room && Math.Abs(other.Layer - room.Layer) <= 1
                && other.Offset < room.Offset + room.Length && room.Offset < other.Offset + other.Length);
        }
    }

    [Theory]
    [InlineData("[SequenceModel(240, 14), Conv1D(32, 5), MaxPooling1D(3), Conv1D(32, 5), Gru(32), Dense(1)]", 30080)]
    [InlineData("[SequenceModel(500, 128), Conv1D(32, 7), MaxPooling1D(5), Conv1D(32, 7), GlobalMaxPooling1D, Dense(1)]", 101888)]
    public void Gradients_reuse_room(string declaration, long length)
    {
        ModelPlan plan = ModelCompiler.Plan(ModelCompiler.Compile($"using SeqGen;\n{declaration} public partial class Model;"), "Model");
        Assert.Equal(length, plan.WorkspaceLength);
    }
}
