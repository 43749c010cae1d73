using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Channels;

namespace SeqGen.Examples.Live;

/// <summary>The producer: sends ticks at a fixed rate from a thread of its own.</summary>
internal sealed class TickFeed
{
    private const int Capacity = 4_096;
    private static readonly long LongWait = Stopwatch.Frequency / 500;

    private readonly Channel<Tick> _channel = Channel.CreateBounded<Tick>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });
    private Market _market;

    internal TickFeed(int seed)
    {
        _market = new Market(seed);
        // The channel's memory grows as ticks queue up: filled once, it never grows again.
        while (_channel.Writer.TryWrite(default))
        {
        }
        while (_channel.Reader.TryRead(out _))
        {
        }
    }

    /// <summary>Where the ticks come out.</summary>
    internal ChannelReader<Tick> Ticks => _channel.Reader;

    /// <summary>Ticks that found the channel full and had to wait, in the last run.</summary>
    internal int Held { get; private set; }

    /// <summary>Bytes that sending allocated in the last run.</summary>
    internal long Allocated { get; private set; }

    /// <summary>Starts to send, so many ticks a second; whoever calls has to take all ticks and then join the thread.</summary>
    internal Thread Start(int count, int rate, CancellationToken cancellation)
    {
        var thread = new Thread(() => Send(count, (double)Stopwatch.Frequency / rate, cancellation)) { Name = "ticks", IsBackground = true };
        thread.Start();
        return thread;
    }

    private void Send(int count, double interval, CancellationToken cancellation)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Held = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count && !cancellation.IsCancellationRequested; i++)
        {
            long due = start + (long)(i * interval);
            (int instrument, double price) = _market.Next();
            WaitUntil(due);
            Write(new Tick(instrument, price, due), cancellation);
        }
        Allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
    }

    private void Write(in Tick tick, CancellationToken cancellation)
    {
        if (_channel.Writer.TryWrite(tick))
        {
            return;
        }
        Held++;
        var spin = default(SpinWait);
        while (!_channel.Writer.TryWrite(tick) && !cancellation.IsCancellationRequested)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    // A sleep ends too late for what is due within a millisecond or two.
    private static void WaitUntil(long due)
    {
        var spin = default(SpinWait);
        for (long left; (left = due - Stopwatch.GetTimestamp()) > 0;)
        {
            if (left > LongWait)
            {
                Thread.Sleep(1);
            }
            else
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }
        }
    }
}
