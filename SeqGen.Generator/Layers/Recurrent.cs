using System.Collections.Generic;
using System.Linq;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>What the recurrent layers are asked for.</summary>
internal abstract record RecurrentSpec(int Units) : WeightedSpec
{
    public Activation Activation { get; init; } = Activation.Tanh;

    public TensorOptions Recurrent { get; init; } = new(Initialization.Orthogonal);

    public Direction Direction { get; init; }

    /// <summary>How the halves of a bidirectional layer are merged; null for the default.</summary>
    public Merge? Merge { get; init; }

    public Merge Merging => Merge ?? Layers.Merge.Concat;

    public bool ReturnSequences { get; init; }

    public float Dropout { get; init; }

    public float RecurrentDropout { get; init; }

    /// <summary>Activations in the order of the gate pass's type arguments.</summary>
    public virtual IReadOnlyList<Activation> Activations => [Activation];

    public override bool UsesMask => true;

    public override string Display => $"{Kind}({CSharpLiteral.Of(Units)})";

    public override string Declaration => $"{Kind}({string.Join(", ", Options())})";

    public override IEnumerable<ModelError> Check(int index, Shape input, LayerSpec? before)
    {
        foreach (ModelError error in base.Check(index, input, before).Concat(Recurrent.Check(index, this, "Recurrent")))
        {
            yield return error;
        }
        if (Units <= 0)
        {
            yield return Errors.NotPositive(index, this, "units", Units);
        }
        foreach ((string name, float rate) in new[] { ("Dropout", Dropout), ("RecurrentDropout", RecurrentDropout) })
        {
            if (!(rate >= 0 && rate < 1))
            {
                yield return Errors.BadRate(index, this, name, rate);
            }
        }
        if (Merge is { } merge && Direction != Direction.Bidirectional)
        {
            yield return Errors.DoesNothing(
                index, this, $"Merge = {merge}", "a layer that reads one way has nothing to merge", "set Direction = Direction.Bidirectional, or remove it");
        }
        if (!input.IsSequence)
        {
            yield return Errors.NeedsSequence(index, this, input, before);
        }
    }

    public override Shape OutputShape(Shape input) => new(
        ReturnSequences ? input.Timesteps : 0,
        Direction == Direction.Bidirectional && Merging == Layers.Merge.Concat ? unchecked(2 * Units) : Units);

    public override (string Why, string Mend)? FindStreamProblem(Shape input) =>
        Direction == Direction.Forward ? null : ("reads the sequence from its end", "use Direction.Forward");

    public override LayerSpec? ForChunks => this with { ReturnSequences = true };

    public sealed override LayerPlan Plan(LayerPlacement placement) =>
        Direction == Direction.Bidirectional ? new BidirectionalPlan(this, placement) : PlanOneWay(placement);

    /// <summary>Lays out the layer one way: a whole layer, or half of a bidirectional one.</summary>
    public abstract RecurrentPlan PlanOneWay(LayerPlacement placement);

    protected virtual IEnumerable<string> Options()
    {
        yield return CSharpLiteral.Of(Units);
        if (Activation != Activation.Tanh)
        {
            yield return $"Activation = {Activation}";
        }
        if (!UseBias)
        {
            yield return "UseBias = false";
        }
        if (ReturnSequences)
        {
            yield return "ReturnSequences = true";
        }
        if (Direction != Direction.Forward)
        {
            yield return $"Direction = {Direction}";
        }
        if (Direction == Direction.Bidirectional && Merging != Layers.Merge.Concat)
        {
            yield return $"Merge = {Merging}";
        }
    }
}

/// <summary>How a layer's gates lie in a row of batched code.</summary>
/// <param name="Names">A letter for each slot of the row.</param>
/// <param name="Input">Keras's index of the gate in each slot that x W goes to, from slot 0 on.</param>
/// <param name="Recurrent">Keras's index of each gate of U, in the order it is packed in.</param>
/// <param name="RecurrentSlot">The slot of the first gate of h U.</param>
/// <param name="RecurrentGroups">How many gates of U are multiplied at once, one group after the other.</param>
internal sealed record GateLayout(string[] Names, int[] Input, int[] Recurrent, int RecurrentSlot, int[] RecurrentGroups)
{
    public int Slots => Names.Length;
}

/// <summary>What the recurrent layers share: shapes, offsets, packing. The code that runs is in the other two parts.</summary>
internal abstract partial class RecurrentPlan : LayerPlan
{
    private readonly RecurrentSpec _spec;
    private readonly GateLayout _gates;

    protected RecurrentPlan(RecurrentSpec spec, LayerPlacement placement, GateLayout gates, bool hasCell)
        : base(spec, placement)
    {
        _spec = spec;
        _gates = gates;
        HasCell = hasCell;
        Kernel = AddParameter("kernel", spec.Kernel, Features, gates.Input.Length * Units);
        RecurrentKernel = AddParameter("recurrent_kernel", spec.Recurrent, Units, gates.Recurrent.Length * Units);
        PlanBatch();
    }

    public override bool IsRecurrent => true;

    protected int Units => _spec.Units;

    protected int Features => Input.Shape.Features;

    protected int Timesteps => Input.Shape.Timesteps;

    /// <summary>Units rounded up to whole panels.</summary>
    protected int P => Padded(Units);

    /// <summary>Values of a row of gates.</summary>
    protected int Row => _gates.Slots * P;

    protected int InputColumns => _gates.Input.Length * P;

    protected int RecurrentColumns => _gates.Recurrent.Length * P;

    protected bool HasCell { get; }

    /// <summary>True if it reads the sequence from its end.</summary>
    private bool IsReverse => Half is { } half ? half == BidirectionalHalf.Backward : _spec.Direction == Direction.Reverse;

    private bool HasMask => Input.HasMask;

    /// <summary>True if batched inference keeps every state as well, since the one before may be needed once more.</summary>
    private bool KeepsStates => _spec.ReturnSequences || HasMask;

    /// <summary>True if the outputs come last timestep first, so that their mask has to.</summary>
    private bool ReversesMask => HasMask && IsReverse && _spec.ReturnSequences && Half is null;

    private int OutputMask(int mask, Memory memory) => ReversesMask ? memory.Allocate(Timesteps) : _spec.ReturnSequences ? mask : -1;

    private Shape OwnShape => new(_spec.ReturnSequences ? Timesteps : 0, Units);

    protected bool UseBias => _spec.UseBias;

    protected int Kernel { get; }

    protected int RecurrentKernel { get; }

    protected int Bias { get; set; }

    /// <summary>Masks of x: none, one for all gates, or one a gate.</summary>
    protected int InputMasks => _spec.Dropout == 0 || Model.IsForwardOnly ? 0 : _spec.RecurrentDropout == 0 ? 1 : _gates.Input.Length;

    /// <summary>Masks of h: none, or one a gate.</summary>
    protected int RecurrentMasks => _spec.RecurrentDropout == 0 || Model.IsForwardOnly ? 0 : _gates.Recurrent.Length;

    protected bool HasMasks => InputMasks + RecurrentMasks > 0;

    private int PackedKernel { get; set; }

    private int PackedRecurrent { get; set; }

    protected int PackedBias { get; set; }

    private int PackedKernelT { get; set; }

    private int PackedRecurrentT { get; set; }

    /// <summary>x as the layer reads it: the input, or the input with its end first.</summary>
    private int X { get; set; }

    private GradientRoom DX { get; set; } = null!;

    private int Z { get; set; }

    private int Hidden { get; set; }

    private int Cell { get; set; }

    private int DHidden { get; set; }

    private int DCell { get; set; }

    private int DHiddenCarried { get; set; }

    private int DCellCarried { get; set; }

    private int MaskX { get; set; }

    private int MaskH { get; set; }

    private int Masked { get; set; }

    private int DKernel { get; set; }

    private int DRecurrent { get; set; }

    protected int DBias { get; set; }

    /// <summary>The type arguments of the gate pass after the scalar.</summary>
    protected string ActivationTypes => string.Join(", ", _spec.Activations);

    /// <summary>Where the gates of U start that are multiplied as one, and how many they are; each alone where each has a mask.</summary>
    protected IEnumerable<(int First, int Count)> RecurrentGroups()
    {
        int first = 0;
        foreach (int count in RecurrentMasks > 0 ? [.. Enumerable.Repeat(1, _gates.Recurrent.Length)] : _gates.RecurrentGroups)
        {
            yield return (first, count);
            first += count;
        }
    }

    private void PlanBatch()
    {
        PackedKernel = Model.Packed.Allocate((long)Features * InputColumns);
        PackedKernelT = AllocateBackward(Model.Packed, (long)InputColumns * Padded(Features));
        PackedRecurrent = Model.Packed.Allocate((long)Units * RecurrentColumns);
        PackedRecurrentT = AllocateBackward(Model.Packed, (long)RecurrentColumns * P);
        PackedBias = UseBias ? Model.Packed.Allocate(Row) : 0;

        Z = Model.Workspace.Allocate((long)Timesteps * Row);
        Hidden = Model.Workspace.Allocate((Timesteps + 1L) * P);
        Cell = HasCell ? Model.Workspace.Allocate((Timesteps + 1L) * P) : 0;
        DHidden = AllocateBackward(Model.Workspace, P);
        DCell = HasCell ? AllocateBackward(Model.Workspace, P) : 0;
        DHiddenCarried = HasMask ? AllocateBackward(Model.Workspace, P) : 0;
        DCellCarried = HasMask && HasCell ? AllocateBackward(Model.Workspace, P) : 0;
        MaskX = Model.Workspace.Allocate((long)InputMasks * Padded(Features));
        MaskH = Model.Workspace.Allocate((long)RecurrentMasks * P);
        Masked = HasMasks ? Model.Workspace.Allocate(System.Math.Max(P, Padded(Features))) : 0;

        DKernel = AllocateBackward(Model.Fixed, (long)Features * InputColumns);
        DRecurrent = AllocateBackward(Model.Fixed, (long)Units * RecurrentColumns);
        DBias = UseBias ? AllocateBackward(Model.Fixed, Row) : 0;

        X = IsReverse ? Model.Workspace.Allocate((long)Timesteps * Input.Stride) : Input.Offset;
        DX = IsReverse ? Model.AddGradient((long)Timesteps * Padded(Features)) : Input.GradientRoom;

        Shape shape = OwnShape;
        int first = Hidden + (_spec.ReturnSequences ? 1 : Timesteps) * P;
        Output = new BatchTensor(first, Model.AddGradient((long)shape.Steps * P), shape, P, OutputMask(Input.Mask, Model.Workspace));
    }
}
