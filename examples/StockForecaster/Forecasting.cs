using System;
using SeqGen.Data;

namespace SeqGen.Examples.Stocks;

/// <summary>Forecasts of windows, and how far off they are.</summary>
internal static class Forecasting
{
    /// <summary>A model's forecasts of all windows, scaled.</summary>
    internal static float[] Forecasts<TModel>(TModel model, Windows windows) where TModel : class, ISequenceModel<TModel>
    {
        var forecasts = new float[windows.Count];
        model.PredictBatch(Inputs(windows), forecasts);
        return forecasts;
    }

    /// <summary>The baseline's forecasts: each window's last value again.</summary>
    internal static float[] LastValues(Windows windows)
    {
        ReadOnlySpan<float> inputs = Inputs(windows);
        var forecasts = new float[windows.Count];
        for (int i = 0; i < forecasts.Length; i++)
        {
            forecasts[i] = inputs[(i + 1) * windows.InputLength - 1];
        }
        return forecasts;
    }

    /// <summary>The targets of all windows, scaled.</summary>
    internal static float[] Targets(Windows windows)
    {
        var targets = new float[windows.Count];
        for (int i = 0; i < targets.Length; i++)
        {
            windows.CopyTarget(i, targets.AsSpan(i, 1));
        }
        return targets;
    }

    /// <summary>The mean of |forecast - target|.</summary>
    internal static double MeanAbsoluteError(ReadOnlySpan<float> forecasts, ReadOnlySpan<float> targets)
    {
        double sum = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            sum += Math.Abs((double)forecasts[i] - targets[i]);
        }
        return sum / targets.Length;
    }

    private static float[] Inputs(Windows windows)
    {
        var inputs = new float[windows.Count * windows.InputLength];
        for (int i = 0; i < windows.Count; i++)
        {
            windows.CopyInput(i, inputs.AsSpan(i * windows.InputLength, windows.InputLength));
        }
        return inputs;
    }
}
