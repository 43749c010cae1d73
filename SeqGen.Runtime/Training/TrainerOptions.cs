using System.Collections.Generic;

namespace SeqGen.Training;

/// <summary>How a <see cref="Trainer{TModel}"/> trains.</summary>
public sealed class TrainerOptions
{
    /// <summary>What is made small.</summary>
    public required Loss Loss { get; init; }

    /// <summary>How parameters are changed.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>The most rows that a step takes, for which memory is reserved; 32 by default.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Threads that share a batch, the calling one among them; 1 by default. The result does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Chooses the dropout masks; 0 by default.</summary>
    public int Seed { get; init; }

    /// <summary>Numbers to watch beside the loss; none by default.</summary>
    public IList<Metric> Metrics { get; init; } = [];

    /// <summary>What the caller calls the batch size.</summary>
    internal string BatchArgument { get; private init; } = nameof(BatchSize);

    internal TrainerOptions WithStreams(int streams) => new()
    {
        Loss = Loss, Optimizer = Optimizer, BatchSize = streams, BatchArgument = nameof(streams), Threads = Threads, Seed = Seed, Metrics = Metrics,
    };
}
