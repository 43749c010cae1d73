namespace SeqGen.Numerics;

/// <summary>How many rows of a batch a recurrent layer takes through a timestep at once.</summary>
[RealtimeSafe]
internal static class StepBlock
{
    // Two tiles of rows: their sums and states, a few KB, stay in the first cache beside a narrow layer's parameters.
    private const int NarrowRows = 16;

    /// <summary>A few rows of a narrow layer; all of a wide one, whose parameters are read from the second cache each time.</summary>
    internal static int Rows(int rows, int features, int units) =>
        features <= Gemm.DeepestPair && units <= Gemm.DeepestPair ? NarrowRows : rows;
}
