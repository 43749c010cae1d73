using System.Linq;
using SeqGen.Generator.Diagnostics;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Layers;
using SeqGen.Generator.Model;

namespace SeqGen.Generator;

/// <summary>Plans a model once more, for one timestep of a stream after the other.</summary>
/// <remarks>
/// Every layer is laid out on an input of one timestep. Those that take a sequence keep what they need of the past in the state; behind the
/// layer that turns the sequence into a vector nothing depends on time, and the ordinary code for one sample runs.
/// </remarks>
internal static class StreamPlanner
{
    /// <summary>Adds the stream's plan to a sound model, or why there is none.</summary>
    public static void AddTo(ModelPlan plan)
    {
        plan.StreamProblem = plan.Layers.Where(layer => !layer.HasInference).Select(NoInference).FirstOrDefault() ?? FindProblem(plan);
        if (plan.StreamProblem is not null)
        {
            return;
        }
        var stream = new StreamPlan();
        stream.Tick = Plan(plan, stream, 1, chunk: false, StepsManyAtOnce(plan));
        plan.StreamProblem = stream.Problem;
        if (plan.StreamProblem is not null)
        {
            return;
        }
        plan.Stream = stream;
    }

    /// <summary>Adds the plan of chunks to a model that streams; what is wrong if it cannot be.</summary>
    public static ModelError? AddChunk(ModelPlan plan, int timesteps)
    {
        foreach (LayerPlan layer in plan.Layers)
        {
            if (layer.Spec.FindChunkProblem(layer.Input.Shape) is { } problem)
            {
                return ModelError.Of(Descriptors.NotCarried.Id, layer.Index, Errors.Title(layer.Index, layer.Spec), problem.Why, problem.Mend);
            }
        }
        plan.Stream!.Chunk = Plan(plan, new StreamPlan(), timesteps, chunk: true, forwardOnly: false);
        return ModelPlanner.CheckWorkspace(plan.Stream.Chunk);
    }

    /// <summary>
    /// True if batched code is worth its while for the steps of many streams: parameters that do not stay in the first cache are read once
    /// for all streams. With those that do, a step of each is as fast.
    /// </summary>
    private static bool StepsManyAtOnce(ModelPlan plan)
    {
        LayerPlan[] streamed = [.. plan.Layers.TakeWhile(layer => layer.Input.Shape.IsSequence)];
        return !plan.Spec.IsTokens && streamed.Any(layer => layer is RecurrentPlan { IsProjected: true })
            && streamed.All(layer => layer.Spec.FindChunkProblem(layer.Input.Shape) is null);
    }

    private static StreamProblem? FindProblem(ModelPlan plan)
    {
        foreach (LayerPlan layer in plan.Layers.Where(layer => layer.Input.Shape.IsSequence))
        {
            if (layer.FindStreamProblem() is { } problem)
            {
                return new StreamProblem(layer.Index, problem.Why, problem.Mend);
            }
            if (!layer.Output.Shape.IsSequence)
            {
                break;
            }
        }
        return null;
    }

    private static StreamProblem NoInference(LayerPlan layer) =>
        new(layer.Index, "has softmax within its steps, which needs all units of a gate at once", "choose another activation");

    private static ModelPlan Plan(ModelPlan model, StreamPlan stream, int timesteps, bool chunk, bool forwardOnly)
    {
        ModelSpec spec = model.Spec with { Timesteps = timesteps, VariableLength = false };
        var plan = new ModelPlan(spec) { IsForwardOnly = forwardOnly };
        ModelPlanner.AddInputs(plan, new Shape(timesteps, model.Input.Shape.Features));
        bool streams = true;
        for (int i = 0; i < spec.Layers.Count; i++)
        {
            if ((chunk ? spec.Layers[i].ForChunks : spec.Layers[i]) is not { } layer || (forwardOnly && layer.IsForTrainingOnly))
            {
                continue;
            }
            var placement = new LayerPlacement(
                plan, i, plan.Output, plan.InferenceOutput, i == spec.Layers.Count - 1, plan.Layers.Exists(below => below.IsTrained))
            {
                Stream = streams ? stream : null,
                Window = model.Layers[i].Input.Shape.Timesteps,
            };
            plan.BeginLayer();
            plan.Layers.Add(layer.Plan(placement));
            streams &= plan.Output.Shape.IsSequence;
            stream.Problem ??= FindExcess(stream, i);
        }
        plan.PlaceGradients();
        return plan;
    }

    /// <summary>What is too much with a layer that is none without it.</summary>
    private static StreamProblem? FindExcess(StreamPlan stream, int layer)
    {
        if (stream.State.Length > StreamPlan.MostState)
        {
            string values = CSharpLiteral.Grouped(stream.State.Length), most = CSharpLiteral.Grouped(StreamPlan.MostState);
            return new StreamProblem(layer, $"brings the state of a stream to {values} values, of which at most {most} are supported", "use smaller windows or fewer units");
        }
        return stream.Delay > int.MaxValue || stream.StepsPerOutput > int.MaxValue
            ? new StreamProblem(layer, $"gives an output after more steps than can be counted, {CSharpLiteral.Grouped(int.MaxValue)}", "use smaller strides")
            : null;
    }
}
