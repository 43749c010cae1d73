using System;
using System.Collections.Generic;
using System.Linq;

namespace SeqGen.Generator.Model;

/// <summary>Room in the workspace for dL/d of a layer's output, which lives while the layer above and then the layer itself run backward.</summary>
/// <param name="layer">The layer's place; -1 for the model's input.</param>
/// <param name="length">Its values.</param>
internal sealed class GradientRoom(int layer, long length)
{
    public int Layer { get; } = layer;

    public long Length { get; } = (length + 15) / 16 * 16;

    /// <summary>Where it starts; known when all layers are laid out.</summary>
    public int Offset { get; private set; }

    private long End => Offset + Length;

    /// <summary>Finds a place for each of them, the large ones first; the end of the memory they and the activations take.</summary>
    /// <remarks>
    /// While gradients of a layer's output live, everything that the layers from the second above it on keep for backward has been used, and
    /// so have all gradients but those of its neighbours.
    /// </remarks>
    /// <param name="rooms">The gradients.</param>
    /// <param name="starts">Where each layer's activations start, one after the other.</param>
    /// <param name="end">Where the last one's end.</param>
    public static long Place(IReadOnlyList<GradientRoom> rooms, IReadOnlyList<long> starts, long end)
    {
        var placed = new List<GradientRoom>();
        foreach (GradientRoom room in rooms.OrderByDescending(room => room.Length))
        {
            long offset = room.Layer + 2 < starts.Count ? starts[room.Layer + 2] : end;
            foreach (GradientRoom taken in placed.Where(taken => Math.Abs(taken.Layer - room.Layer) <= 1).OrderBy(taken => taken.Offset))
            {
                if (offset < taken.End && taken.Offset < offset + room.Length)
                {
                    offset = taken.End;
                }
            }
            room.Offset = unchecked((int)offset);
            placed.Add(room);
        }
        return placed.Aggregate(end, (last, room) => Math.Max(last, room.End));
    }

    /// <summary>Places it behind everything else.</summary>
    public void PlaceBehind(long end) => Offset = unchecked((int)end);
}
