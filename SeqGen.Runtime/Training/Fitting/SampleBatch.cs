using System;

namespace SeqGen.Training;

/// <summary>The samples of a batch, valid until the next one is read.</summary>
internal readonly ref struct SampleBatch
{
    internal int Rows { get; init; }

    internal ReadOnlySpan<float> Inputs { get; init; }

    internal ReadOnlySpan<float> Targets { get; init; }

    /// <summary>Timesteps of each row; empty if all have all.</summary>
    internal ReadOnlySpan<int> Lengths { get; init; }

    /// <summary>States of the streams whose next timesteps the rows are; empty for samples.</summary>
    internal Span<float> States { get; init; }

    /// <summary>One a row or one a timestep; empty if all are 1.</summary>
    internal ReadOnlySpan<float> Weights { get; init; }
}
