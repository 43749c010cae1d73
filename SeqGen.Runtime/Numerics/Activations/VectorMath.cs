using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SeqGen.Numerics;

/// <summary>Functions under the activations, on vectors. NaN gives NaN.</summary>
[RealtimeSafe]
internal static partial class VectorMath
{
    /// <summary>True if a MultiplyAddEstimate rounds once.</summary>
    internal static bool IsFused => Vector512.IsHardwareAccelerated || Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>From here on the float nearest to erf(x / √2) is 1, and so is the approximation.</summary>
    internal const float ErfCut = 5.39995146f;

    // From tools/fit_activations.py.
    private const float LogP1Numerator1 = 1.22125077f, LogP1Numerator2 = 0.347919822f;
    private const float LogP1Numerator3 = 0.00960823335f, LogP1Numerator4 = -0.000324046123f;
    private const float LogP1Denominator1 = 1.72125077f, LogP1Denominator2 = 0.875212133f, LogP1Denominator3 = 0.12346109f;

    private const float ErfP0 = 0.797884524f, ErfP1 = 0.0660587624f, ErfP2 = 0.00925792847f;
    private const float ErfP3 = 0.000321390195f, ErfP4 = 1.26474515e-05f, ErfP5 = 4.71821409e-08f;
    private const float ErfQ1 = 0.24945882f, ErfQ2 = 0.0281801019f, ErfQ3 = 0.00183865533f;
    private const float ErfQ4 = 7.11729663e-05f, ErfQ5 = 1.21982589e-06f;
}
