namespace SeqGen.Numerics;

/// <summary>e^x = 2^n e^r, n = x / ln 2 rounded, r = x - n ln 2, e^r = 1 + r + C2 r² + ... + C6 r⁶.</summary>
[RealtimeSafe]
internal static class ExpConstants
{
    /// <summary>1 / ln 2.</summary>
    internal const float Log2E = 1.44269504f;

    /// <summary>ln 2.</summary>
    internal const float Ln2 = 0.693147182f;

    /// <summary>The leading 9 bits of ln 2, so that n times it is exact without a fused multiply-add too.</summary>
    internal const float Ln2High = 0.693359375f;

    /// <summary>ln 2 less its leading bits.</summary>
    internal const float Ln2Low = -0.000212194442f;

    /// <summary>1.5 · 2^23: added to a small number, leaves the number, rounded, in the low bits.</summary>
    internal const float Shift = 12582912f;

    // From tools/fit_activations.py.
    internal const float C2 = 0.49999994f, C3 = 0.166665196f, C4 = 0.0416683368f, C5 = 0.00836879667f, C6 = 0.00138144661f;
}
