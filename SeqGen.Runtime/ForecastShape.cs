using System;

namespace SeqGen;

/// <summary>How a model's output is read as the timesteps that follow its input.</summary>
/// <param name="StepsAtOnce">Timesteps that one output tells.</param>
/// <param name="AtEveryTimestep">True if the output has such rows for each timestep of the input, of which the last one's count.</param>
internal readonly record struct ForecastShape(int StepsAtOnce, bool AtEveryTimestep)
{
    /// <summary>Reads a model's shapes.</summary>
    /// <exception cref="ArgumentException">What the model gives cannot be what it takes next.</exception>
    internal static ForecastShape Of<TModel>(string argument) where TModel : class, ISequenceModel<TModel>
    {
        BatchLayout layout = TModel.Batched;
        if (layout.Vocabulary is not null)
        {
            throw new ArgumentException($"{argument} takes tokens, and what it gives are none; expected a model of numbers.", argument);
        }
        int features = TModel.Features;
        bool decoder = layout.OutputTimesteps > 0 && !layout.RunsAlongInput;
        if (decoder ? layout.OutputFeatures != features : layout.OutputFeatures % features != 0)
        {
            string output = layout.OutputTimesteps > 0 ? $"[{layout.OutputTimesteps}, {layout.OutputFeatures}]" : $"[{layout.OutputFeatures}]";
            throw new ArgumentException(
                $"{argument} gives {output} and takes {features} features a timestep; to be fed back, expected "
                + (decoder ? $"[{layout.OutputTimesteps}, {features}]." : $"{features} values or a multiple of that."),
                argument);
        }
        if (layout.RunsAlongInput && layout.OutputTimesteps != TModel.Timesteps)
        {
            throw new ArgumentException(
                $"{argument} gives {layout.OutputTimesteps} timesteps for {TModel.Timesteps}; expected one output, or one at every timestep.", argument);
        }
        return new ForecastShape(decoder ? layout.OutputTimesteps : layout.OutputFeatures / features, layout.RunsAlongInput);
    }
}
