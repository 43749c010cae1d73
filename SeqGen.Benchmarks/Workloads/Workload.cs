using System;
using System.Collections.Generic;

namespace SeqGen.Benchmarks.Workloads;

/// <summary>A model with the inputs to run it on: the work that other libraries are compared on.</summary>
/// <param name="name">The name it is asked for by.</param>
/// <param name="trainedSamples">Samples of a training batch.</param>
/// <param name="forwardFlops">Floating-point operations of one sample forward.</param>
internal abstract class Workload(string name, int trainedSamples, long forwardFlops) : IDisposable
{
    /// <summary>Samples that <see cref="PredictBatch"/> predicts.</summary>
    internal const int PredictedSamples = 64;

    /// <summary>Starts parameters, inputs and targets.</summary>
    protected const int Seed = 42;

    // In the order they are run in. A training batch has the size that the other libraries were measured at.
    private static readonly Dictionary<string, Func<int, Workload>> s_all = new(StringComparer.OrdinalIgnoreCase)
    {
        ["W1"] = threads => new Workload<W1>("W1", new W1(Seed), 64, Flops.Lstm(7, 1, 32) + Flops.Dense(32, 1), threads),
        ["W2"] = threads => new Workload<W2>("W2", new W2(Seed), 64, Flops.Gru(7, 1, 32) + Flops.Dense(32, 1), threads),
        ["W3"] = threads => new Workload<W3>("W3", new W3(Seed), 128, Flops.Gru(240, 14, 32) + Flops.Dense(32, 1), threads),
        ["W4"] = threads => new Workload<W4>(
            "W4", new W4(Seed), 128, Flops.Gru(240, 14, 32) + Flops.Gru(240, 32, 64) + Flops.Dense(64, 1), threads),
        ["W5"] = threads => new Workload<W5>(
            "W5", new W5(Seed), 128,
            Flops.Conv1D(236, 14, 5, 32) + Flops.Conv1D(74, 32, 5, 32) + Flops.Gru(74, 32, 32) + Flops.Dense(32, 1), threads),
        ["W6"] = threads => new Workload<W6>(
            "W6", new W6(Seed), 64, Flops.Conv1D(494, 128, 7, 32) + Flops.Conv1D(92, 32, 7, 32) + Flops.Dense(32, 1), threads),
        ["W7"] = threads => new Workload<W7>(
            "W7", new W7(Seed), 64, Flops.Lstm(100, 64, 256) + Flops.Lstm(100, 256, 256) + Flops.Dense(256, 10), threads),
    };

    /// <summary>All names, in order.</summary>
    internal static IReadOnlyList<string> Names { get; } = [.. s_all.Keys];

    internal string Name { get; } = name;

    internal int TrainedSamples { get; } = trainedSamples;

    internal long ForwardFlops { get; } = forwardFlops;

    /// <summary>Makes a workload ready to run; training on <paramref name="threads"/> threads.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    internal static Workload Create(string name, int threads = 1) => s_all[name](threads);

    /// <summary>Predicts one sample.</summary>
    internal abstract void Predict();

    /// <summary>Predicts <see cref="PredictedSamples"/> samples at once.</summary>
    internal abstract void PredictBatch();

    /// <summary>One step of Adam on the mean squared error of a batch.</summary>
    internal abstract void Train();

    public abstract void Dispose();
}
