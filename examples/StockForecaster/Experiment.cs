using System;
using System.Linq;
using System.Threading;
using SeqGen.Training;

namespace SeqGen.Examples.Stocks;

/// <summary>Trains the four models on one series, measures them against the baseline and reports.</summary>
internal sealed class Experiment(StockOptions options, CancellationToken cancellation)
{
    private const int BatchSize = 64;
    internal const int Patience = 5;

    internal void Run()
    {
        PriceSeries series = options.Data is null ? SyntheticPrices.Create() : PriceSeries.Read(options.Data, options.Name);
        var task = new ForecastTask(series);
        ConsoleReport.Data(task, synthetic: options.Data is null);

        ModelResult[] models =
        [
            Train(task, "lstm", "LSTM", new LstmForecaster(options.Seed)),
            Train(task, "gru", "GRU", new GruForecaster(options.Seed)),
            Train(task, "lstm-no-dropout", "LSTM, no dropout", new LstmWithoutDropout(options.Seed)),
            Train(task, "gru-no-dropout", "GRU, no dropout", new GruWithoutDropout(options.Seed)),
        ];
        ModelResult baseline = Baseline(task);

        ConsoleReport.Results(models, baseline);
        if (options.Json is not null)
        {
            JsonTable.Write(options.Json, [.. models.Append(baseline).Select(result => result.Row)]);
            Console.WriteLine($"Results: {options.Json}");
        }
        PageReport.Save(options.Report, task, models, baseline, synthetic: options.Data is null);
        Console.WriteLine($"Report: {options.Report}");
    }

    private ModelResult Train<TModel>(ForecastTask task, string id, string title, TModel model)
        where TModel : class, ISequenceModel<TModel>
    {
        Console.WriteLine();
        Console.WriteLine(TModel.Summary);
        History history = Fit(task, model);
        if (history.Cancelled)
        {
            throw new OperationCanceledException(cancellation);
        }
        Terminal.Out.Write(new LossChart("Loss by epoch", history.Loss, history.ValidationLoss));
        var window = new float[task.Test.InputLength];
        task.Test.CopyInput(0, window);
        float[] validation = Forecasting.Forecasts(model, task.Validation);
        return Evaluated(task, id, title, validation, Forecasting.Forecasts(model, task.Test)) with
        {
            Parameters = TModel.ParameterCount,
            Losses = history.Loss,
            ValidationLosses = history.ValidationLoss,
            Seconds = history.Seconds,
            Cost = PredictionTimer.Measure(model, window, options.Quick),
        };
    }

    private History Fit<TModel>(ForecastTask task, TModel model) where TModel : class, ISequenceModel<TModel> =>
        model.Fit(task.Training, new FitOptions
        {
            Loss = Loss.MeanAbsoluteError,
            Optimizer = new Adam(),
            BatchSize = BatchSize,
            Epochs = options.Epochs,
            Seed = options.Seed,
            Threads = options.Threads,
            Validation = task.Validation,
            Callbacks = { new EarlyStopping(patience: Patience, restoreBestWeights: true), new ProgressLine() },
            CancellationToken = cancellation,
        });

    private static ModelResult Baseline(ForecastTask task) => Evaluated(
        task, "last-value", "Last value", Forecasting.LastValues(task.Validation), Forecasting.LastValues(task.Test));

    private static ModelResult Evaluated(ForecastTask task, string id, string title, float[] validation, float[] test)
    {
        var dollars = new float[test.Length];
        task.Scaler.InverseTransform(test, dollars);
        return new ModelResult
        {
            Id = id,
            Title = title,
            ValidationMae = Forecasting.MeanAbsoluteError(validation, Forecasting.Targets(task.Validation)),
            TestMae = Forecasting.MeanAbsoluteError(dollars, task.TestTargets),
            TestForecasts = dollars,
        };
    }
}
