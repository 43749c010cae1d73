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
        var shape = new Shape(spec.Timesteps, spec.Features);
        if (shape.Length > MostWorkspace)
        {
            plan.Errors.Add(TooLarge(-1, $"The input {shape}", shape.Length));
            return plan;
        }
        plan.Input = AddInput(plan, shape);
        int sound = 0;
        while (sound < spec.Layers.Count && AddLayer(plan, sound))
        {
            sound++;
        }
        plan.Errors.AddRange(CheckRest(plan, sound));
        return plan;
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
    }

    private static BatchTensor AddInput(ModelPlan plan, Shape shape)
    {
        int offset = plan.Workspace.Allocate(shape.Length);
        int padded = (shape.Features + 15) / 16 * 16;
        return new BatchTensor(offset, plan.Workspace.Allocate((long)shape.Timesteps * padded), shape, shape.Features);
    }

    /// <summary>Adds a layer; false if the ones after it cannot be laid out.</summary>
    private static bool AddLayer(ModelPlan plan, int index)
    {
        LayerSpec layer = plan.Spec.Layers[index];
        LayerSpec? before = index == 0 ? null : plan.Spec.Layers[index - 1];
        BatchTensor input = plan.Output;
        List<ModelError> errors = [.. layer.Check(index, input.Shape, before)];
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
        ScratchTensor one = index == 0 ? ScratchTensor.ModelInput(input.Shape) : plan.Layers[index - 1].InferenceOutput;
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

    private static ModelError TooLarge(int index, string what, long values) =>
        TooLarge(index, what, "the memory for one sample in training", values, MostWorkspace);

    private static ModelError TooLarge(int index, string layer, string what, long values, long most) =>
        ModelError.Of(Descriptors.TooMuchMemory.Id, index, layer, what, CSharpLiteral.Grouped(values), CSharpLiteral.Grouped(most));
}
