using System;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace SeqGen.Training;

/// <summary>Threads that stay, for work cut into items that any of them may take. Running work allocates nothing.</summary>
/// <remarks>
/// The calling thread takes items too, so that work is done even if no other thread wakes in time. Idle threads spin for a moment, which
/// covers the gap between two steps, then sleep: on a busy machine a thread that spins for ever keeps the one it waits for from running.
/// </remarks>
internal sealed class WorkerPool : IDisposable
{
    private static readonly long SpinTicks = Environment.ProcessorCount > 1 ? Stopwatch.Frequency / 20_000 : 0; // 50 µs

    private readonly Thread[] _threads;
    private readonly object _gate = new();
    private Action<int, int>? _work;
    private Exception? _error;

    // Number of items in the upper half, the next item in the lower: one atomic increment claims an item of the work it belongs to.
    private long _claims;
    private int _done;
    private int _parked;
    private int _callerParked;
    private volatile bool _stopped;

    /// <summary>Starts <paramref name="workers"/> - 1 threads; the caller of <see cref="Run"/> is the other worker.</summary>
    internal WorkerPool(int workers)
    {
        _threads = new Thread[workers - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => WorkUntilStopped(worker)) { IsBackground = true, Name = "SeqGen worker" };
            _threads[i].Start();
        }
    }

    /// <summary>Calls <paramref name="work"/>(worker, item) once for each item, and returns when all calls have.</summary>
    /// <exception cref="Exception">The first that a call threw; the other items are still done.</exception>
    internal void Run(int items, Action<int, int> work)
    {
        if (_threads.Length == 0 || items == 1)
        {
            for (int item = 0; item < items; item++)
            {
                work(0, item);
            }
            return;
        }

        _work = work;
        _error = null;
        _done = 0;
        Interlocked.Exchange(ref _claims, (long)items << 32);
        if (Volatile.Read(ref _parked) > 0)
        {
            WakeAll();
        }
        while (TryClaim(out int item, out _))
        {
            Execute(0, item, items);
        }
        WaitForOthers(items);
        if (_error is not null)
        {
            ExceptionDispatchInfo.Throw(_error);
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        _stopped = true;
        WakeAll();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
    }

    private void WorkUntilStopped(int worker)
    {
        long idleSince = Stopwatch.GetTimestamp();
        while (!_stopped)
        {
            if (TryClaim(out int item, out int items))
            {
                Execute(worker, item, items);
                idleSince = Stopwatch.GetTimestamp();
            }
            else if (Stopwatch.GetTimestamp() - idleSince < SpinTicks)
            {
                Thread.SpinWait(10);
            }
            else
            {
                Park();
                idleSince = Stopwatch.GetTimestamp();
            }
        }
    }

    private bool HasItems
    {
        get
        {
            long claims = Volatile.Read(ref _claims);
            return (int)claims < (int)(claims >> 32);
        }
    }

    private bool TryClaim(out int item, out int items)
    {
        item = items = 0;
        if (!HasItems)
        {
            return false;
        }
        long claims = Interlocked.Increment(ref _claims) - 1;
        item = (int)claims;
        items = (int)(claims >> 32);
        return item < items;
    }

    private void Execute(int worker, int item, int items)
    {
        try
        {
            _work!(worker, item);
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref _error, error, null);
        }
        if (Interlocked.Increment(ref _done) == items && Volatile.Read(ref _callerParked) != 0)
        {
            WakeAll();
        }
    }

    private void WaitForOthers(int items)
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _done) < items && Stopwatch.GetTimestamp() - start < SpinTicks)
        {
            Thread.SpinWait(10);
        }
        if (Volatile.Read(ref _done) == items)
        {
            return;
        }
        lock (_gate)
        {
            Interlocked.Exchange(ref _callerParked, 1);
            while (Volatile.Read(ref _done) < items)
            {
                Monitor.Wait(_gate);
            }
            _callerParked = 0;
        }
    }

    // Whoever parks says so before looking once more for work, and whoever posts work looks after posting: one of them sees the other.
    private void Park()
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _parked);
            while (!_stopped && !HasItems)
            {
                Monitor.Wait(_gate);
            }
            Interlocked.Decrement(ref _parked);
        }
    }

    private void WakeAll()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }
}
