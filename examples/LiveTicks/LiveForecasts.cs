using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Channels;
using SeqGen.Data;

namespace SeqGen.Examples.Live;

/// <summary>The consumer: steps each instrument's stream as its ticks come, and takes the time.</summary>
internal sealed class LiveForecasts(TickForecaster model, Scaler scaler)
{
    private readonly TickForecaster.State[] _states = new TickForecaster.State[Market.Instruments];
    private readonly double[] _prices = new double[Market.Instruments];
    private readonly float[] _forecasts = new float[Market.Instruments];

    /// <summary>From a call of Step to its end.</summary>
    internal LatencyHistogram StepTime { get; } = new();

    /// <summary>From when a tick was due to when its forecast stood.</summary>
    internal LatencyHistogram TickToOutput { get; } = new();

    /// <summary>Bytes that the last run allocated.</summary>
    internal long Allocated { get; private set; }

    /// <summary>Garbage collections of the whole process in the last run.</summary>
    internal int Collections { get; private set; }

    /// <summary>Squared errors of the forecasts of the last run.</summary>
    internal double SquaredError { get; private set; }

    /// <summary>Squared errors of forecasting a return of 0, that is, the last price again.</summary>
    internal double SquaredErrorOfLastPrice { get; private set; }

    /// <summary>Takes so many ticks.</summary>
    internal void Run(ChannelReader<Tick> ticks, int count, CancellationToken cancellation)
    {
        StepTime.Clear();
        TickToOutput.Clear();
        (SquaredError, SquaredErrorOfLastPrice) = (0, 0);
        int collections = GC.CollectionCount(0);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        var spin = default(SpinWait);
        for (int taken = 0; taken < count;)
        {
            if (ticks.TryRead(out Tick tick))
            {
                Take(tick);
                taken++;
                spin.Reset();
            }
            else
            {
                cancellation.ThrowIfCancellationRequested();
                spin.SpinOnce(sleep1Threshold: -1);
            }
        }
        Allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Collections = GC.CollectionCount(0) - collections;
    }

    private void Take(in Tick tick)
    {
        double last = _prices[tick.Instrument];
        _prices[tick.Instrument] = tick.Price;
        if (last == 0)
        {
            return; // an instrument's first price, from which there is no return yet
        }
        float change = scaler.Transform((float)(tick.Price / last - 1));
        Score(change, _forecasts[tick.Instrument]);

        long before = Stopwatch.GetTimestamp();
        model.Step(new ReadOnlySpan<float>(in change), ref _states[tick.Instrument], _forecasts.AsSpan(tick.Instrument, 1));
        long after = Stopwatch.GetTimestamp();
        StepTime.Record(before, after);
        TickToOutput.Record(tick.Due, after);
    }

    private void Score(float change, float forecast)
    {
        SquaredError += (change - forecast) * (change - forecast);
        SquaredErrorOfLastPrice += change * change;
    }
}
