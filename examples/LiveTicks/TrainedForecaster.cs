using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using SeqGen.Data;
using SeqGen.Training;

namespace SeqGen.Examples.Live;

/// <summary>A model, and the scale of the returns that it was trained on.</summary>
internal sealed record TrainedForecaster(TickForecaster Model, Scaler Scaler)
{
    private const int TicksOfEach = 500;

    /// <summary>Trains on prices of the same market, before those that are streamed.</summary>
    internal static TrainedForecaster Train(LiveOptions options, CancellationToken cancellation)
    {
        List<float>[] returns = History(options.Seed);
        StandardScaler scaler = new StandardScaler().Fit(returns.SelectMany(each => each).ToArray());
        (float[] Input, float[] Target)[] samples = [.. returns.SelectMany(each => Samples(each, scaler))];
        var data = new ArrayDataset(
            samples.SelectMany(sample => sample.Input).ToArray(), samples.SelectMany(sample => sample.Target).ToArray(), TickForecaster.LookBack, 1);
        var model = new TickForecaster(options.Seed);
        History history = model.Fit(data, new FitOptions
        {
            Loss = Loss.MeanSquaredError,
            Optimizer = new Adam(0.003),
            BatchSize = 128,
            Epochs = options.Quick ? 1 : 6,
            Seed = options.Seed,
            Callbacks = { new ProgressLine() },
            CancellationToken = cancellation,
        });
        return history.Cancelled ? throw new OperationCanceledException(cancellation) : new TrainedForecaster(model, scaler);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    internal static TrainedForecaster Load(string path) => InputFile.Read(path, "a model", () =>
    {
        var model = new TickForecaster();
        model.Load(path);
        try
        {
            return new TrainedForecaster(model, Scaler.Load(path));
        }
        catch (ArgumentException error)
        {
            throw new InputException($"{path} was not written by --save: it has no scale of returns beside the model.", error);
        }
    });

    /// <summary>Writes the model, and the scale with it.</summary>
    internal void Save(string path) => OutputFile.Guarded(path, () => Model.Save(path, Scaler.ToMetadata()));

    private static List<float>[] History(int seed)
    {
        // Another seed than the streamed prices': the model has not seen those.
        var market = new Market(seed + 1);
        var last = new double[Market.Instruments];
        List<float>[] returns = [.. Enumerable.Range(0, Market.Instruments).Select(_ => new List<float>())];
        for (int i = 0; i < TicksOfEach * Market.Instruments; i++)
        {
            (int instrument, double price) = market.Next();
            if (last[instrument] > 0)
            {
                returns[instrument].Add((float)(price / last[instrument] - 1));
            }
            last[instrument] = price;
        }
        return returns;
    }

    private static IEnumerable<(float[] Input, float[] Target)> Samples(List<float> returns, Scaler scaler)
    {
        float[] scaled = [.. returns.Select(value => scaler.Transform(value))];
        for (int i = TickForecaster.LookBack; i < scaled.Length; i++)
        {
            yield return (scaled[(i - TickForecaster.LookBack)..i], [scaled[i]]);
        }
    }
}
