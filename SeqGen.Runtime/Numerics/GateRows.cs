namespace SeqGen.Numerics;

/// <summary>What the gate passes of recurrent layers do alike to some rows of gates.</summary>
[RealtimeSafe]
internal static partial class GateRows
{
    // Units of four gates that fill 8 KB: they stay in the first cache from one phase of a pass to the next.
    private const int Units = 512;

    /// <summary>Rows that go through all phases of a pass at once.</summary>
    internal static nuint Block(nuint padded) => nuint.Max(1, Units / padded);
}
