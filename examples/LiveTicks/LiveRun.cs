using System;
using System.Diagnostics;
using System.Threading;

namespace SeqGen.Examples.Live;

/// <summary>Trains or loads a model, lets ticks through it and reports.</summary>
internal sealed class LiveRun(LiveOptions options, CancellationToken cancellation)
{
    // Enough for every instrument to have a price, and for all code to have run.
    private const int WarmUpTicks = 20_000;

    internal void Run()
    {
        Console.WriteLine(TickForecaster.Summary);
        TrainedForecaster trained = Trained();
        if (options.Save is not null)
        {
            trained.Save(options.Save);
            Console.WriteLine($"Model: {options.Save}");
        }
        var feed = new TickFeed(options.Seed);
        var forecasts = new LiveForecasts(trained.Model, trained.Scaler);
        Stream(feed, forecasts, WarmUpTicks, LiveOptions.DefaultRate);
        GC.Collect();
        Console.WriteLine($"{options.Steps:N0} ticks of {Market.Instruments} instruments, {options.Rate:N0} a second.");
        TimeSpan time = Stream(feed, forecasts, options.Steps, options.Rate);
        LiveReport.Write(forecasts, feed, time);
    }

    private TrainedForecaster Trained()
    {
        if (options.Model is not null)
        {
            Console.WriteLine($"Trained model: {options.Model}");
            return TrainedForecaster.Load(options.Model);
        }
        Console.WriteLine("Training on synthetic prices, made up by the example itself; --model reads a trained model instead.");
        return TrainedForecaster.Train(options, cancellation);
    }

    private TimeSpan Stream(TickFeed feed, LiveForecasts forecasts, int count, int rate)
    {
        long start = Stopwatch.GetTimestamp();
        Thread producer = feed.Start(count, rate, cancellation);
        forecasts.Run(feed.Ticks, count, cancellation);
        producer.Join();
        return Stopwatch.GetElapsedTime(start);
    }
}
