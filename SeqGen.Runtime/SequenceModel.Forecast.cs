using System;

namespace SeqGen;

public static partial class SequenceModel
{
    /// <summary>The rows that follow a series, by feeding predictions back: <see cref="Forecaster{TModel}"/> says how.</summary>
    /// <param name="model">The model, whose output is one or more rows of its input.</param>
    /// <param name="history">
    /// <c>[rows, Features]</c>, row-major, the latest row last; at least Timesteps rows, or one where the model's samples vary in length.
    /// </param>
    /// <param name="steps">Rows to forecast; 1 or more.</param>
    /// <returns><c>[steps, Features]</c>.</returns>
    /// <exception cref="ArgumentException">
    /// The model's output cannot be fed back, the history is no whole number of rows or too short, or steps is below 1.
    /// </exception>
    public static float[] Forecast<TModel>(this TModel model, ReadOnlySpan<float> history, int steps)
        where TModel : class, ISequenceModel<TModel>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var forecaster = new Forecaster<TModel>(model);
        float[] forecast = new float[checked(steps * TModel.Features)];
        forecaster.Forecast(history, forecast);
        return forecast;
    }
}
