using System.Collections.Generic;
using System.Linq;
using SeqGen.Generator.Diagnostics;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Layers;
using SeqGen.Generator.Model;

namespace SeqGen.Generator;

/// <summary>Works out shapes and offsets, layer after layer, and what is wrong with them.</summary>
internal static class ModelPlanner
{
    /// <summary>Parameters that one buffer holds without trouble: 400 MB.</summary>
    private const long MostParameters = 100_000_000;

    /// <summary>Workspace of one sample: 64 MB, so that a batch of 32 fits one buffer.</summary>
    private const long MostWorkspace = 16_000_000;

    /// <summary>Parameters in the layout of the kernels, whose rows are whole panels: 2 GB. Sums of gradients are no more.</summary>
    private const long MostPacked = 500_000_000;

    public static ModelPlan Plan(ModelSpec spec)
    {
        var plan = new ModelPlan(spec);
        plan.Errors.AddRange(spec.Errors);
        if (spec.Timesteps <= 0 || spec.Features <= 0)
        {
            return plan;
        }
        var shape = new Shape(spec.Timesteps, spec.IsTokens ? 1 : spec.Features);
        if (shape.Length > MostWorkspace)
        {
            plan.Errors.Add(TooLarge(-1, $"The input {shape}", shape.Length));
            return plan;
        }
        AddInputs(plan, shape);
        int sound = 0;
        while (sound < spec.Layers.Count && AddLayer(plan, sound))
        {
            sound++;
        }
        plan.Errors.AddRange(CheckRest(plan, sound));
        if (plan.Errors.Count == 0)
        {
            PlaceGradients(plan);
        }
        if (plan.Errors.Count == 0)
        {
            AddStream(plan);
        }
        return plan;
    }

    private static void PlaceGradients(ModelPlan plan)
    {
        plan.PlaceGradients();
        if (plan.WorkspaceLength > MostWorkspace)
        {
            int layer = plan.Layers.OrderByDescending(layer => layer.Output.Shape.Length).First().Index;
            plan.Errors.Add(TooLarge(layer, Errors.Title(layer, plan.Spec.Layers[layer]), plan.WorkspaceLength));
        }
    }

    /// <summary>Lays out the model's input.</summary>
    public static void AddInputs(ModelPlan plan, Shape shape)
    {
        plan.Input = AddInput(plan, shape);
        plan.InferenceInput = AddInferenceInput(plan);
    }

    private static void AddStream(ModelPlan plan)
    {
        StreamPlanner.AddTo(plan);
        if ((plan.Spec.Streaming || plan.Spec.TruncatedBptt is not null) && plan.StreamProblem is { } problem)
        {
            string title = Errors.Title(problem.Layer, plan.Spec.Layers[problem.Layer]);
            string asked = plan.Spec.Streaming ? "Streaming = true" : "TruncatedBptt";
            plan.Errors.Add(ModelError.Of(Descriptors.NotStreaming.Id, problem.Layer, title, problem.Why, problem.Mend, asked));
        }
        else if (plan.Spec.TruncatedBptt is int timesteps && StreamPlanner.AddChunk(plan, timesteps) is { } error)
        {
            plan.Errors.Add(error);
        }
        foreach (LayerPlan layer in plan.Stream?.Tick.Layers ?? [])
        {
            if (layer is { IsStreamed: false, Spec: GlobalPoolingSpec { Running: not RunningPool.None } pooling })
            {
                plan.Errors.Add(Errors.DoesNothing(
                    layer.Index, pooling, $"Running = {pooling.Running}", "in a stream each step makes the whole sequence that is pooled", "remove it"));
            }
        }
    }

    /// <summary>What is worth saying about a model that is sound.</summary>
    public static IEnumerable<ModelError> Advice(ModelPlan plan)
    {
        int last = plan.Layers.Count - 1;
        if (plan.Errors.Count == 0 && last >= 0 && plan.Layers[last].Spec is Dense dense && plan.OutputShape.IsSequence)
        {
            string before = last == 0 ? "the input" : plan.Layers[last - 1].Spec.Display;
            yield return ModelError.Of(
                Descriptors.EveryTimestep.Id, last, Errors.Title(last, dense), before, plan.Layers[last].Input.Shape.ToString(), plan.OutputShape.ToString());
        }
        foreach (LayerPlan layer in plan.Layers.Where(layer => layer.Input.HasMask && !layer.Output.HasMask && !layer.Spec.UsesMask))
        {
            yield return ModelError.Of(Descriptors.DropsMask.Id, layer.Index, Errors.Title(layer.Index, layer.Spec));
        }
    }

    private static BatchTensor AddInput(ModelPlan plan, Shape shape)
    {
        int offset = plan.Workspace.Allocate(shape.Length);
        int padded = (shape.Features + 15) / 16 * 16;
        return new BatchTensor(offset, plan.AddGradient((long)shape.Timesteps * padded), shape, shape.Features, plan.Spec.VariableLength ? plan.Workspace.Allocate(shape.Timesteps) : -1);
    }

    /// <summary>The caller's input; where lengths vary, a copy that ends in zeros.</summary>
    private static ScratchTensor AddInferenceInput(ModelPlan plan)
    {
        Shape shape = plan.Input.Shape;
        if (!plan.Spec.VariableLength)
        {
            return ScratchTensor.ModelInput(shape);
        }
        int mask = plan.Scratch.Allocate(shape.Timesteps);
        return plan.Spec.IsTokens
            ? ScratchTensor.ModelInput(shape) with { Mask = mask }
            : new ScratchTensor(false, plan.Scratch.Allocate(shape.Length), shape, shape.Features, mask);
    }

    /// <summary>Adds a layer; false if the ones after it cannot be laid out.</summary>
    private static bool AddLayer(ModelPlan plan, int index)
    {
        LayerSpec layer = plan.Spec.Layers[index];
        LayerSpec? before = index == 0 ? null : plan.Spec.Layers[index - 1];
        BatchTensor input = plan.Output;
        List<ModelError> errors = [.. layer.Check(index, input.Shape, before), .. CheckTokens(plan.Spec, index)];
        plan.Errors.AddRange(errors);
        if (errors.Count > 0)
        {
            return false;
        }
        Shape output = layer.OutputShape(input.Shape);
        if (input.Shape.Length > MostWorkspace || output.Length > MostWorkspace || output.Features > MostWorkspace)
        {
            plan.Errors.Add(TooLarge(index, Errors.Title(index, layer), output.Length));
            return false;
        }
        ScratchTensor one = index == 0 ? plan.InferenceInput : plan.Layers[index - 1].InferenceOutput;
        plan.BeginLayer();
        plan.Layers.Add(layer.Plan(new LayerPlacement(plan, index, input, one, index == plan.Spec.Layers.Count - 1,
            plan.Layers.Exists(below => below.IsTrained))));
        if (plan.ParameterMemory.Length > MostParameters)
        {
            plan.Errors.Add(ModelError.Of(
                Descriptors.TooManyParameters.Id, index, Errors.Title(index, layer), CSharpLiteral.Grouped(plan.ParameterMemory.Length), CSharpLiteral.Grouped(MostParameters)));
            return false;
        }
        if (plan.Workspace.Length > MostWorkspace)
        {
            plan.Errors.Add(TooLarge(index, Errors.Title(index, layer), plan.Workspace.Length));
            return false;
        }
        if (plan.Packed.Length > MostPacked)
        {
            plan.Errors.Add(TooLarge(index, Errors.Title(index, layer), "the parameters, as the kernels read them,", plan.Packed.Length, MostPacked));
            return false;
        }
        return true;
    }

    /// <summary>Tokens have to become vectors first, and nothing but tokens can.</summary>
    private static IEnumerable<ModelError> CheckTokens(ModelSpec spec, int index)
    {
        bool embeds = spec.Layers[index] is Embedding;
        if (index == 0 && spec.IsTokens && !embeds)
        {
            yield return ModelError.Of(Descriptors.NeedsEmbedding.Id, index, Errors.Title(index, spec.Layers[index]));
        }
        if (embeds && !(index == 0 && spec.IsTokens))
        {
            yield return ModelError.Of(Descriptors.NeedsTokens.Id, index, Errors.Title(index, spec.Layers[index]));
        }
    }

    /// <summary>What is wrong with the layers behind one that cannot be laid out, as if that one were mended.</summary>
    private static IEnumerable<ModelError> CheckRest(ModelPlan plan, int unsound)
    {
        Shape shape = plan.OutputShape;
        for (int i = unsound; i < plan.Spec.Layers.Count; i++)
        {
            LayerSpec layer = plan.Spec.Layers[i];
            List<ModelError> errors = [.. layer.Check(i, shape, i == 0 ? null : plan.Spec.Layers[i - 1])];
            foreach (ModelError error in errors.Where(_ => i > unsound))
            {
                yield return error;
            }
            bool needsSequence = errors.Exists(error => error.Id == Descriptors.NeedsSequence.Id);
            shape = layer.OutputShape(needsSequence ? new Shape(plan.Spec.Timesteps, shape.Features) : shape);
        }
    }

    /// <summary>What is wrong with the memory of a plan; null if nothing is.</summary>
    public static ModelError? CheckWorkspace(ModelPlan plan) => plan.WorkspaceLength <= MostWorkspace
        ? null
        : TooLarge(-1, $"A chunk of {plan.Spec.Timesteps} timesteps", plan.WorkspaceLength);

    private static ModelError TooLarge(int index, string what, long values) =>
        TooLarge(index, what, "the memory for one sample in training", values, MostWorkspace);

    private static ModelError TooLarge(int index, string layer, string what, long values, long most) =>
        ModelError.Of(Descriptors.TooMuchMemory.Id, index, layer, what, CSharpLiteral.Grouped(values), CSharpLiteral.Grouped(most));
}
