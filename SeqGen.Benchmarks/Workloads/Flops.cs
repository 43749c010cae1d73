namespace SeqGen.Benchmarks.Workloads;

/// <summary>Floating-point operations of a layer's matrix products for one sample, two a multiply-add.</summary>
/// <remarks>
/// The sizes alone decide: work on single elements adds nothing, and products that the code leaves out, such as the one with a first
/// state of 0, subtract nothing.
/// </remarks>
internal static class Flops
{
    internal static long Lstm(long timesteps, long features, long units) => 2 * timesteps * (features + units) * 4 * units;

    internal static long Gru(long timesteps, long features, long units) => 2 * timesteps * (features + units) * 3 * units;

    /// <param name="timesteps">Timesteps that come out.</param>
    /// <param name="features">Features that go in.</param>
    /// <param name="kernelSize">Timesteps of a window.</param>
    /// <param name="filters">Features that come out.</param>
    internal static long Conv1D(long timesteps, long features, long kernelSize, long filters) => 2 * timesteps * features * kernelSize * filters;

    internal static long Dense(long features, long units) => 2 * features * units;

    /// <summary>Of one sample in training: as much again for the gradients of inputs, and for those of parameters.</summary>
    /// <remarks>The gradient of the model's own input, which a training step has no use for, is counted as well.</remarks>
    internal static long Training(long forward) => 3 * forward;
}
