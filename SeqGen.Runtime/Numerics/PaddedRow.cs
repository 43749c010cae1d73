namespace SeqGen.Numerics;

/// <summary>The layout of batched tensors: rows are padded to a multiple of 16 values, whole vectors of every width.</summary>
/// <remarks>
/// The padding lanes start as zeros and are computed like the others; nothing reads what becomes of them. Gates stand side by side
/// in a row, each padded.
/// </remarks>
[RealtimeSafe]
public static class PaddedRow
{
    /// <summary>Values in the widest vector.</summary>
    public const int Lanes = 16;

    /// <summary><paramref name="units"/> rounded up to a multiple of 16.</summary>
    public static int Length(int units) => checked(units + Lanes - 1) & -Lanes;
}
