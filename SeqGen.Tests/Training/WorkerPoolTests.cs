using System;
using System.Threading;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

public class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void EveryItemIsDoneOnce(int workers)
    {
        using var pool = new WorkerPool(workers);
        int[] calls = new int[20];
        int running = 0;
        Action<int, int> work = (worker, item) =>
        {
            Assert.InRange(worker, 0, workers - 1);
            Interlocked.Increment(ref calls[item]);
            Interlocked.Increment(ref running);
        };
        for (int round = 0; round < 20_000; round++)
        {
            int items = round % 20 + 1;
            Array.Clear(calls);
            running = 0;
            pool.Run(items, work);
            Assert.Equal(items, running);
            Assert.Equal(items, calls.AsSpan().Count(1));
            if (round % 2000 == 0)
            {
                Thread.Sleep(2); // long enough for the threads to park
            }
        }
    }

    [Fact]
    public void AWorkerIsOneThreadAtATime()
    {
        const int workers = 4;
        using var pool = new WorkerPool(workers);
        int[] busy = new int[workers];
        bool shared = false;
        for (int round = 0; round < 2000; round++)
        {
            pool.Run(9, (worker, _) =>
            {
                shared |= Interlocked.Exchange(ref busy[worker], 1) != 0;
                Thread.SpinWait(20);
                Volatile.Write(ref busy[worker], 0);
            });
        }
        Assert.False(shared);
    }

    [Fact]
    public void ThreadsThatSleepAndWakeAllocateNothing()
    {
        using var pool = new WorkerPool(3);
        long allocated = 0;
        long[] before = new long[3];
        Action<int, int> measure = (worker, _) =>
        {
            long now = GC.GetAllocatedBytesForCurrentThread();
            if (before[worker] != 0)
            {
                Interlocked.Add(ref allocated, now - before[worker]);
            }
            before[worker] = now;
            Thread.SpinWait(2000);
        };
        for (int round = 0; round < 300; round++)
        {
            if (round == 100)
            {
                allocated = 0;
            }
            pool.Run(6, measure);
            if (round % 10 == 0)
            {
                Thread.Sleep(1);
            }
        }
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void AnErrorReachesTheCallerAfterTheOtherItemsAreDone()
    {
        using var pool = new WorkerPool(3);
        for (int round = 0; round < 200; round++)
        {
            int done = 0;
            Assert.Throws<NotSupportedException>(() => pool.Run(8, (_, item) =>
            {
                Interlocked.Increment(ref done);
                if (item == 5)
                {
                    throw new NotSupportedException();
                }
            }));
            Assert.Equal(8, done);
        }
        pool.Run(8, (_, _) => { });
    }
}
