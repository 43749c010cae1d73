using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using SeqGen.Data;
using SeqGen.Tests.Support;
using SeqGen.Training;

namespace SeqGen.Tests.Training;

/// <summary>A training whose every number depends on all that a backup holds.</summary>
internal static class BackupTraining
{
    internal const int Epochs = 8;
    private const int Samples = 64;

    internal static string BackupPath(string folder) => Path.Combine(folder, "training.backup");

    /// <summary>Trains, and leaves all results as files in the folder.</summary>
    internal static void Run(string variant, string folder, params Callback[] more)
    {
        var model = new DenseModel<DropoutShape>(seed: 1);
        History history = variant == "dataset" ? FitDataset(model, folder, more) : FitStream(model, folder, more);
        SequenceModel.Save(model, Path.Combine(folder, "final.safetensors"));
        File.WriteAllLines(
            Path.Combine(folder, "history.txt"),
            history.Epochs.SelectMany(e => e.Metrics.Select(m => FormattableString.Invariant($"{e.Epoch} {m.Key} {m.Value:R}"))));
    }

    private static History FitDataset(DenseModel<DropoutShape> model, string folder, Callback[] more) => model.Fit(
        new ArrayDataset(Support.Samples.Uniform(Samples * 6, 1), Support.Samples.Uniform(Samples * 2, 2), 6, 2),
        new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Adam(0.05), BatchSize = 8, Epochs = Epochs, Seed = 5, ValidationSplit = 0.25,
            Metrics = { Metric.MeanAbsoluteError },
            Callbacks =
            [
                new BackupAndRestore(BackupPath(folder)),
                new EarlyStopping(patience: 5, restoreBestWeights: true),
                new ReduceLearningRateOnPlateau("loss", factor: 0.5, patience: 1, minDelta: 0.05, cooldown: 1),
                new ModelCheckpoint(Path.Combine(folder, "best.safetensors"), saveBestOnly: true),
                new CsvLogger(Path.Combine(folder, "log.csv")),
                .. more,
            ],
        });

    private static History FitStream(DenseModel<DropoutShape> model, string folder, Callback[] more) => model.Fit(
        Endless(),
        new FitOptions
        {
            Loss = Loss.Huber(), BatchSize = 8, Epochs = Epochs, Seed = 6, StepsPerEpoch = 7,
            Optimizer = new Nadam(new CosineDecay(0.05, 50))
            {
                UseEma = true, EmaMomentum = 0.9, GradientAccumulationSteps = 3, WeightDecay = 0.01, GlobalClipNorm = 0.3,
            },
            Callbacks = [new CsvLogger(Path.Combine(folder, "log.csv")), new BackupAndRestore(BackupPath(folder)), .. more],
        });

    private static IEnumerable<(float[] Input, float[] Target)> Endless()
    {
        for (ulong i = 0; ; i++)
        {
            yield return (Support.Samples.Uniform(6, i), Support.Samples.Uniform(2, i + 1000));
        }
    }

    /// <summary>Says each batch and epoch on the console, and gets at most a few lines ahead of the process that reads them.</summary>
    internal sealed class Announcer : Callback
    {
        internal const int MostAhead = 4;

        private int _ahead;

        public override void OnBatchEnd(TrainingRun run)
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"{run.Epoch} {run.Batch}"));
            Thread.Sleep(2);
        }

        public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"{run.Epoch} end"));
        }

        // The reader answers each line with one of its own.
        private void Say(string line)
        {
            Console.WriteLine(line);
            Console.Out.Flush();
            if (++_ahead > MostAhead)
            {
                Console.ReadLine();
                _ahead--;
            }
        }
    }
}
