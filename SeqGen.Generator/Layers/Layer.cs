using System.Collections.Generic;
using System.Linq;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>A layer as the user asked for it.</summary>
internal abstract record LayerSpec
{
    /// <summary>The user's name for it, or null.</summary>
    public string? Name { get; init; }

    /// <summary>False to leave its parameters as they are in training.</summary>
    public bool Trainable { get; init; } = true;

    /// <summary>True if a mask of its input has done its work in it, and is not needed after.</summary>
    public virtual bool UsesMask => false;

    /// <summary>The attribute's name, as <c>Lstm</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The layer in messages and comments, as <c>Lstm(32)</c>.</summary>
    public abstract string Display { get; }

    /// <summary>True if it does nothing in inference.</summary>
    public virtual bool IsForTrainingOnly => false;

    /// <summary>The layer with every option that changes what it computes in inference, for files: <c>Lstm(32, ReturnSequences = true)</c>.</summary>
    public virtual string Declaration => Display;

    /// <summary>The layer with every option that changes what it keeps of a stream or makes of it.</summary>
    public virtual string StreamDeclaration => Declaration;

    /// <summary>The activation that the layer ends in and that a loss may be fused with.</summary>
    public virtual Activation OutputActivation => Activation.Linear;

    /// <summary>Values that must be positive, or in a range, or known; and the input's shape where not every shape will do.</summary>
    public abstract IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before);

    public abstract Shape OutputShape(Shape input);

    /// <summary>Why it cannot take a sequence one timestep at a time, and what to do about it; null if it can.</summary>
    public virtual (string Why, string Mend)? FindStreamProblem(Shape input) => null;

    /// <summary>Why its past cannot be carried from chunk to chunk of a stream in training, and what to do about it; null if it can.</summary>
    public virtual (string Why, string Mend)? FindChunkProblem(Shape input) => FindStreamProblem(input);

    /// <summary>The layer as it takes chunks of a stream, an output for each timestep; null if it has nothing to do.</summary>
    public virtual LayerSpec? ForChunks => this;

    /// <summary>Lays the layer out; its input has been.</summary>
    public abstract LayerPlan Plan(LayerPlacement placement);
}

/// <summary>Where a layer stands, and the memory it may ask for.</summary>
/// <param name="Model">The model so far.</param>
/// <param name="Index">Its place among the layers.</param>
/// <param name="Input">What goes in, in batched code.</param>
/// <param name="InferenceInput">What goes in, in the code for one sample.</param>
/// <param name="IsLast">True for the last layer.</param>
/// <param name="TrainedBelow">True if a layer before it is trained, so that dL/dx is always wanted.</param>
internal sealed record LayerPlacement(
    ModelPlan Model, int Index, BatchTensor Input, ScratchTensor InferenceInput, bool IsLast, bool TrainedBelow)
{
    /// <summary>The stream of which the layer sees one timestep after the other; null if it sees all of its input at once.</summary>
    public StreamPlan? Stream { get; init; }

    /// <summary>Timesteps of its input in a whole sample, where it streams.</summary>
    public int Window { get; init; }

    /// <summary>Which half of a bidirectional layer this is; null for a whole layer.</summary>
    public BidirectionalHalf? Half { get; init; }

    /// <summary>The placement of a layer of windows: one whose windows are each timestep by itself sees no past of a stream.</summary>
    public LayerPlacement OfWindows(long span, long strides) => span == 1 && strides == 1 ? this with { Stream = null } : this;
}

/// <summary>A half of a bidirectional layer.</summary>
internal enum BidirectionalHalf
{
    Forward,
    Backward,
}

/// <summary>A layer with shapes and offsets, which writes its code.</summary>
internal abstract class LayerPlan(LayerSpec spec, LayerPlacement placement)
{
    protected const int Panel = 16;

    private readonly List<ParameterPlan> _parameters = [];

    public LayerSpec Spec { get; } = spec;

    public int Index { get; } = placement.Index;

    public bool IsLast { get; } = placement.IsLast;

    /// <summary>Name of the nested class, as <c>Lstm0</c>.</summary>
    public string ClassName => Spec.Kind + CSharpLiteral.Of(Index) + Half;

    protected BidirectionalHalf? Half { get; } = placement.Half;

    public string Name => Spec.Name ?? Spec.Kind.ToLowerInvariant() + CSharpLiteral.Of(Index);

    public BatchTensor Input { get; } = placement.Input;

    public ScratchTensor InferenceInput { get; } = placement.InferenceInput;

    public BatchTensor Output { get; protected set; } = null!;

    public ScratchTensor InferenceOutput { get; protected set; } = null!;

    public virtual IReadOnlyList<ParameterPlan> Parameters => _parameters;

    /// <summary>Nested classes whose Pack has to be called.</summary>
    public virtual IEnumerable<string> PackedClasses => HasParameters ? [ClassName] : [];

    /// <summary>Nested classes with a PackTransposed, for what only backward reads.</summary>
    public virtual IEnumerable<string> TransposedClasses => [];

    /// <summary>False where only batched code is written.</summary>
    public virtual bool HasInference => true;

    /// <summary>False where the call is all there is of the code for one sample.</summary>
    public virtual bool HasInferenceClass => WritesInference;

    /// <summary>False where nothing is to be done for one sample: the output is the input.</summary>
    public virtual bool WritesInference => true;

    /// <summary>True if it reads its parameters again at every timestep.</summary>
    public virtual bool IsRecurrent => false;

    /// <summary>True if training takes statistics over the whole batch, which then must not be cut.</summary>
    public virtual bool TakesWholeBatch => false;

    /// <summary>True if training changes its parameters.</summary>
    public bool IsTrained => Spec.Trainable && Parameters.Any(tensor => tensor.Trainable);

    /// <summary>True if a layer before it is trained.</summary>
    public bool TrainedBelow { get; } = placement.TrainedBelow;

    /// <summary>True if dL/dx is wanted only where the caller asks for the gradient of the model's input.</summary>
    public bool IsInputGradientOptional => IsTrained && !TrainedBelow;

    /// <summary>True if backward has nothing to do here unless the gradient of the model's input is asked for.</summary>
    public bool IsBackwardOptional => !IsTrained && !TrainedBelow;

    /// <summary>True if it has parameters to pack.</summary>
    public bool HasParameters => Parameters.Count > 0;

    /// <summary>One line: what goes in and what comes out.</summary>
    public string Summary =>
        $"Layer {CSharpLiteral.Of(Index)}{(Half is null ? "" : $", {Half.ToString()!.ToLowerInvariant()} half")}: {Spec.Display}, {Input.Shape} to {Output.Shape}.";

    protected ModelPlan Model { get; } = placement.Model;

    /// <summary>The stream of which it sees one timestep after the other; null if it sees all of its input at once.</summary>
    protected StreamPlan? Stream { get; } = placement.Stream;

    /// <summary>True if it sees one timestep of a stream after the other.</summary>
    public bool IsStreamed => Stream is not null;

    /// <summary>The variable that counts the timesteps it saw before this one.</summary>
    protected string Clock { get; } = placement.Stream?.Clock ?? "";

    /// <summary>Why it cannot take a sequence one timestep at a time where it stands, and what to do about it; null if it can.</summary>
    public virtual (string Why, string Mend)? FindStreamProblem() => Spec.FindStreamProblem(Input.Shape);

    /// <summary>Writes the nested class of the batched code: offsets, Pack, Forward, Backward.</summary>
    public abstract void EmitTraining(SourceWriter writer, string scalar);

    /// <summary>Writes what runs the layer forward, over all timesteps.</summary>
    public virtual void EmitForwardCall(SourceWriter writer)
    {
        writer.Line($"// {Summary}");
        writer.Line($"{ClassName}.Forward(pass);");
    }

    /// <summary>Writes what runs the layer backward, over all timesteps.</summary>
    public virtual void EmitBackwardCall(SourceWriter writer)
    {
        string wanted = IsInputGradientOptional ? ", wantsInput: !dInputs.IsEmpty" : "";
        writer.Line($"// {Summary}");
        writer.Line($"{ClassName}.Backward(pass{(TakesGradients ? ", dParameters" + wanted : "")});");
    }

    /// <summary>True if Backward is handed the gradients of the parameters.</summary>
    protected virtual bool TakesGradients => HasParameters;

    /// <summary>Writes the nested class of the code for one sample, where there is one.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="lanes">Values of a vector: 16, 8 or 4.</param>
    public virtual void EmitInference(SourceWriter writer, int lanes)
    {
    }

    /// <summary>Writes what runs the layer on one sample, where anything has to be done.</summary>
    public virtual void EmitInferenceCall(SourceWriter writer, int lanes)
    {
    }

    protected static int Padded(int length) => (length + Panel - 1) / Panel * Panel;

    protected int AddParameter(string name, TensorOptions options, params int[] shape) =>
        AddParameter(name, options, options.InitializerCode, shape);

    protected int AddParameter(string name, TensorOptions options, string initializer, params int[] shape) =>
        AddParameter(name, options, initializer, Spec.Trainable, shape);

    protected int AddParameter(string name, TensorOptions options, string initializer, bool trainable, int[] shape)
    {
        long length = 1;
        foreach (int dimension in shape)
        {
            length *= dimension;
        }
        int offset = Model.ParameterMemory.Allocate(length);
        var plan = new ParameterPlan(
            $"{Name}/{(Half is null ? "" : Half.ToString()!.ToLowerInvariant() + "/")}{name}", string.Join(", ", shape), offset, unchecked((int)length), initializer, trainable, options.L1, options.L2);
        _parameters.Add(plan);
        Model.Parameters.Add(plan);
        return offset;
    }

    /// <summary>Room for what only backward needs: none where batched code runs forward alone.</summary>
    protected int AllocateBackward(Memory memory, long length) => Model.IsForwardOnly ? 0 : memory.Allocate(length);

    /// <summary>Room for an output of batched code and for its gradient.</summary>
    protected BatchTensor AddOutput(Shape shape, int mask = -1)
    {
        int stride = Padded(shape.Features);
        long length = (long)shape.Steps * stride;
        return new BatchTensor(Model.Workspace.Allocate(length), Model.AddGradient(length), shape, stride, mask);
    }

    /// <summary>Room for an output of the code for one sample, every row whole vectors of any width.</summary>
    protected ScratchTensor AddInferenceOutput(Shape shape, int mask = -1)
    {
        int stride = Padded(shape.Features);
        return new ScratchTensor(false, Model.Scratch.Allocate((long)shape.Steps * stride), shape, stride, mask);
    }
}
