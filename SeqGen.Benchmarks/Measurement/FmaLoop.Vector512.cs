using System.Runtime.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace SeqGen.Benchmarks.Measurement;

/// <summary>Multiply-adds that wait for nothing but their own chain.</summary>
internal static class FmaLoop512
{
    /// <summary>Chains side by side: more than latency times units of any current core, few enough for 16 registers.</summary>
    internal const int Chains = 12;

    /// <summary>Floats of a vector.</summary>
    internal static int Lanes => Vec.Count;

    /// <summary>x = x m + c, <paramref name="turns"/> times in each chain.</summary>
    /// <returns>What the chains hold, so that no one can leave them out.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Run(int turns)
    {
        // The chains tend to 2, far from overflow and from denormal numbers.
        Vec m = V.Create(0.5f), c = V.Create(1f);
        Vec x0 = m, x1 = c, x2 = m, x3 = c, x4 = m, x5 = c, x6 = m, x7 = c, x8 = m, x9 = c, x10 = m, x11 = c;
        for (int i = 0; i < turns; i++)
        {
            x0 = V.MultiplyAddEstimate(x0, m, c);
            x1 = V.MultiplyAddEstimate(x1, m, c);
            x2 = V.MultiplyAddEstimate(x2, m, c);
            x3 = V.MultiplyAddEstimate(x3, m, c);
            x4 = V.MultiplyAddEstimate(x4, m, c);
            x5 = V.MultiplyAddEstimate(x5, m, c);
            x6 = V.MultiplyAddEstimate(x6, m, c);
            x7 = V.MultiplyAddEstimate(x7, m, c);
            x8 = V.MultiplyAddEstimate(x8, m, c);
            x9 = V.MultiplyAddEstimate(x9, m, c);
            x10 = V.MultiplyAddEstimate(x10, m, c);
            x11 = V.MultiplyAddEstimate(x11, m, c);
        }
        return V.Sum(x0 + x1 + (x2 + x3) + (x4 + x5 + (x6 + x7)) + (x8 + x9 + (x10 + x11)));
    }
}
