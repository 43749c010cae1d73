using System.Numerics;

namespace SeqGen.Numerics;

/// <summary>Functions under the activations that the base library lacks or computes with cancellation.</summary>
[RealtimeSafe]
internal static class ScalarMath
{
    /// <summary>e^x - 1 for x ≤ 0. Kahan's way: the error of e^x cancels against that of its logarithm.</summary>
    internal static T ExpM1<T>(T x) where T : IFloatingPointIeee754<T>
    {
        T power = T.Exp(x);
        if (power == T.One)
            return x;
        T rest = power - T.One;
        return rest == -T.One ? rest : rest * (x / T.Log(power));
    }

    /// <summary>ln(1 + x) for finite x, by the same way.</summary>
    internal static T LogP1<T>(T x) where T : IFloatingPointIeee754<T>
    {
        T sum = T.One + x;
        return sum == T.One ? x : T.Log(sum) * (x / (sum - T.One));
    }

    /// <summary>erf x = 2/√π e^-x² Σ 2^n x^(2n+1) / (1 · 3 ... (2n+1)); no term cancels another.</summary>
    internal static T Erf<T>(T x) where T : IFloatingPointIeee754<T>
    {
        // erfc(6) is 2e-17: nothing to a double.
        if (T.Abs(x) > T.CreateTruncating(6))
            return T.CopySign(T.One, x);
        T term = x, sum = x, twoSquares = (x + x) * x;
        for (int odd = 3; T.Abs(sum + term) > T.Abs(sum); odd += 2)
        {
            term *= twoSquares / T.CreateTruncating(odd);
            sum += term;
        }
        return T.CreateTruncating(1.1283791670955126) * T.Exp(-x * x) * sum;
    }
}
