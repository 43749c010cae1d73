using System;
using System.Diagnostics;

namespace SeqGen.Examples.Stocks;

/// <summary>Measures what a call of Predict costs.</summary>
internal static class PredictionTimer
{
    private const int AllocationCalls = 100_000;

    /// <summary>Measures a model on one window.</summary>
    /// <param name="model">A trained model.</param>
    /// <param name="window">An input of it.</param>
    /// <param name="quick">True for few timed calls.</param>
    internal static PredictionCost Measure<TModel>(TModel model, ReadOnlySpan<float> window, bool quick)
        where TModel : class, ISequenceModel<TModel>
    {
        (int batches, int callsPerBatch) = quick ? (21, 200) : (101, 2_000);
        Span<float> forecast = stackalloc float[TModel.OutputLength];
        Call(model, window, forecast, callsPerBatch);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Call(model, window, forecast, AllocationCalls);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        var microseconds = new double[batches];
        for (int i = 0; i < batches; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Call(model, window, forecast, callsPerBatch);
            microseconds[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / callsPerBatch;
        }
        Array.Sort(microseconds);
        return new PredictionCost(microseconds[batches / 2], AllocationCalls, allocated);
    }

    private static void Call<TModel>(TModel model, ReadOnlySpan<float> window, Span<float> forecast, int times)
        where TModel : class, ISequenceModel<TModel>
    {
        for (int i = 0; i < times; i++)
        {
            model.Predict(window, forecast);
        }
    }
}
