using System;
using Xunit;

namespace SeqGen.Tests.Support;

/// <summary>Holds that code allocates nothing on the calling thread.</summary>
internal static class Allocations
{
    private const int MostAttempts = 20;

    /// <summary>Runs a call a few times to warm up, then often, and fails if no attempt allocates nothing.</summary>
    /// <remarks>
    /// A collection that another thread starts, or the end of one in the background, closes this thread's allocation context, and the
    /// rest of that counts as allocated: hence several attempts.
    /// </remarks>
    internal static void None(int calls, Action call)
    {
        for (int i = 0; i < 3; i++)
        {
            call();
        }
        GC.Collect();
        long least = long.MaxValue;
        for (int attempt = 0; attempt < MostAttempts && least > 0; attempt++)
        {
            least = Math.Min(least, Allocated(calls, call));
        }
        Assert.Equal(0, least);
    }

    private static long Allocated(int calls, Action call)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < calls; i++)
        {
            call();
        }
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
