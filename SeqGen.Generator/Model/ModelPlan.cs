using System.Collections.Generic;
using System.Linq;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Layers;

namespace SeqGen.Generator.Model;

/// <summary>What will be written for a model: shapes, and where everything lies.</summary>
internal sealed class ModelPlan(ModelSpec spec)
{
    public ModelSpec Spec { get; } = spec;

    public List<LayerPlan> Layers { get; } = [];

    public List<ParameterPlan> Parameters { get; } = [];

    public List<ModelError> Errors { get; } = [];

    public Memory ParameterMemory { get; } = new(1);

    /// <summary>Parameters as the batched kernels read them.</summary>
    public Memory Packed { get; } = new(16);

    /// <summary>Workspace for each row of a batch: what is kept from forward for backward, layer after layer.</summary>
    public Memory Workspace { get; } = new(16);

    /// <summary>The same with the gradients of the layers' outputs, but not of the model's input.</summary>
    public long WorkspaceLength { get; private set; }

    /// <summary>Workspace that does not grow with the batch: sums of gradients.</summary>
    public Memory Fixed { get; } = new(16);

    /// <summary>What a prediction of one sample works in.</summary>
    public Memory Scratch { get; } = new(16);

    private readonly List<long> _starts = [];

    private readonly List<GradientRoom> _gradients = [];

    /// <summary>The model's input, time-major.</summary>
    public BatchTensor Input { get; set; } = null!;

    /// <summary>The model's input as the code for one sample reads it.</summary>
    public ScratchTensor InferenceInput { get; set; } = null!;

    /// <summary>How the model goes one timestep at a time; null if it does not.</summary>
    public StreamPlan? Stream { get; set; }

    /// <summary>Why it does not.</summary>
    public StreamProblem? StreamProblem { get; set; }

    /// <summary>The embedding of which training changes only some rows, as C#; null if there is none.</summary>
    public string? LazyTable { get; set; }

    /// <summary>Notes that all workspace from here on is of the next layer.</summary>
    public void BeginLayer() => _starts.Add(Workspace.Length);

    /// <summary>Room for a gradient of the output of the layer that is being laid out; before the first, of the model's input.</summary>
    public GradientRoom AddGradient(long length)
    {
        var room = new GradientRoom(_starts.Count - 1, length);
        if (!IsForwardOnly)
        {
            _gradients.Add(room);
        }
        return room;
    }

    /// <summary>Finds places for the gradients. That of the model's input comes last: few callers want it.</summary>
    public void PlaceGradients()
    {
        WorkspaceLength = GradientRoom.Place([.. _gradients.Where(room => room.Layer >= 0)], _starts, Workspace.Length);
        Input.GradientRoom.PlaceBehind(WorkspaceLength);
    }

    public BatchTensor Output => Layers.Count > 0 ? Layers[Layers.Count - 1].Output : Input;

    public ScratchTensor InferenceOutput => Layers.Count > 0 ? Layers[Layers.Count - 1].InferenceOutput : InferenceInput;

    public Shape OutputShape => Output.Shape;

    /// <summary>True if a batch in training must be one pass.</summary>
    public bool TakesWholeBatch => Layers.Exists(layer => layer.TakesWholeBatch);

    /// <summary>True if its batched code runs forward alone.</summary>
    public bool IsForwardOnly { get; init; }

    /// <summary>True if a layer reads its parameters again at every timestep.</summary>
    public bool HasRecurrence => Layers.Exists(layer => layer.IsRecurrent);

    /// <summary>True if the output is a sequence over the input's timesteps: no layer made a vector of it or another sequence.</summary>
    public bool RunsAlongInput => Layers.TrueForAll(layer => layer.Output.Shape.IsSequence && layer.Spec is not Reshape);

    /// <summary>False where a layer has no code for one sample (a recurrent softmax): then a batch of one is run.</summary>
    public bool HasInference => Layers.TrueForAll(layer => layer.HasInference);
}

/// <summary>Hands out room in a buffer, in whole multiples of the alignment.</summary>
internal sealed class Memory(int alignment)
{
    public long Length { get; private set; }

    public int Allocate(long length)
    {
        long offset = Length;
        Length += (length + alignment - 1) / alignment * alignment;
        return unchecked((int)offset);
    }
}

/// <summary>A tensor among the model's parameters.</summary>
/// <param name="Name">As <c>lstm0/kernel</c>.</param>
/// <param name="Shape">Dimensions as C#, as <c>1, 128</c>.</param>
/// <param name="Offset">Index of its first value.</param>
/// <param name="Length">Number of its values.</param>
/// <param name="Initializer">How it starts, as C#.</param>
/// <param name="Trainable">Whether training changes it.</param>
/// <param name="L1">Its L1 penalty.</param>
/// <param name="L2">Its L2 penalty.</param>
internal sealed record ParameterPlan(
    string Name, string Shape, int Offset, int Length, string Initializer, bool Trainable, float L1, float L2)
{
    /// <summary>The constructor's arguments, as C#.</summary>
    public string Arguments =>
        $"{CSharpLiteral.Of(Name)}, new[] {{ {Shape} }}, {CSharpLiteral.Of(Offset)}, global::SeqGen.{Initializer}"
        + (Trainable ? "" : ", trainable: false") + (L1 == 0 ? "" : $", l1: {CSharpLiteral.Of(L1)}") + (L2 == 0 ? "" : $", l2: {CSharpLiteral.Of(L2)}");
}

/// <summary>A tensor of batched code: <c>[steps][batch][stride]</c> at an offset that is counted for each row of the batch.</summary>
/// <param name="Offset">Where it starts in the workspace of a row.</param>
/// <param name="GradientRoom">Room for dL/d of it.</param>
/// <param name="Shape">Its shape for one sample.</param>
/// <param name="Stride">Values from row to row: features, rounded up to whole panels but for the model's input.</param>
/// <param name="Mask">Where its mask <c>[timesteps][batch]</c> starts; -1 for none.</param>
internal sealed record BatchTensor(int Offset, GradientRoom GradientRoom, Shape Shape, int Stride, int Mask = -1)
{
    /// <summary>Where dL/d of it starts.</summary>
    public int Gradient => GradientRoom.Offset;

    public bool HasMask => Mask >= 0;

    public bool IsPadded => Stride % 16 == 0;
}

/// <summary>A tensor of the code for one sample.</summary>
/// <param name="IsInput">True for the caller's input; false for scratch memory.</param>
/// <param name="Offset">Where it starts.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Stride">Values from timestep to timestep.</param>
/// <param name="Mask">Where its mask, a value a timestep, starts in scratch memory; -1 for none.</param>
internal sealed record ScratchTensor(bool IsInput, int Offset, Shape Shape, int Stride, int Mask = -1)
{
    public static ScratchTensor ModelInput(Shape shape) => new(true, 0, shape, shape.Features);
}
