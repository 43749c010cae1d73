using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

public sealed class BackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("seqgen").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("dataset")]
    [InlineData("stream")]
    public void AKilledTrainingGoesOnWithTheSameNumbers(string variant)
    {
        string whole = Directory.CreateDirectory(Path.Combine(_folder, "whole")).FullName;
        BackupTraining.Run(variant, whole);

        // In the first epoch, as an epoch ends, in the midst of one, and just after one.
        string killed = Directory.CreateDirectory(Path.Combine(_folder, "killed")).FullName;
        int last = 1;
        foreach (int lines in new[] { 3, 21, 12, 14, 7 })
        {
            int first = RunAndKill(variant, killed, lines);
            Assert.True(first >= last, $"Went back from epoch {last} to {first}.");
            last = first;
        }
        Assert.True(last > 2, "No epoch was restored.");
        Assert.True(File.Exists(BackupTraining.BackupPath(killed)));
        RunAndKill(variant, killed, int.MaxValue);

        string[] files = [.. Directory.GetFiles(whole).Select(Path.GetFileName).Order()!];
        Assert.DoesNotContain("training.backup", files);
        Assert.All(
            files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(whole, file)), File.ReadAllBytes(Path.Combine(killed, file))));
        Assert.False(File.Exists(BackupTraining.BackupPath(killed)));
    }

    [Fact]
    public void AnErrorInACallbackIsACrashToo()
    {
        string whole = Directory.CreateDirectory(Path.Combine(_folder, "whole")).FullName;
        string crashed = Directory.CreateDirectory(Path.Combine(_folder, "crashed")).FullName;
        BackupTraining.Run("dataset", whole);
        foreach (int epoch in new[] { 1, 3, 4, BackupTraining.Epochs })
        {
            Assert.Throws<NotSupportedException>(() => BackupTraining.Run("dataset", crashed, new Crash(epoch)));
        }
        BackupTraining.Run("dataset", crashed);
        foreach (string file in Directory.GetFiles(whole).Select(f => Path.GetFileName(f)))
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, file)), File.ReadAllBytes(Path.Combine(crashed, file)));
        }
    }

    [Fact]
    public void ABackupOfSomethingElseIsRefused()
    {
        string path = Path.Combine(_folder, "other.backup");
        FitOptions Options(Optimizer optimizer) => new()
        {
            Loss = Loss.MeanSquaredError, Optimizer = optimizer, Callbacks = { new BackupAndRestore(path, deleteAtEnd: false) },
        };
        History history = new DenseModel<LinearShape>().Fit(Samples.Linear(9), Options(new Adam()));
        History again = new DenseModel<LinearShape>().Fit(Samples.Linear(9), Options(new Adam()));
        Assert.Equal(history.Loss, again.Loss); // nothing left to do
        var error = Assert.Throws<InvalidDataException>(() => new DenseModel<LinearShape>().Fit(Samples.Linear(9), Options(new Sgd())));
        Assert.Contains("is a backup of another training: of Dense(1) with Adam; this one is of Dense(1) with Sgd", error.Message);

        File.WriteAllBytes(path, File.ReadAllBytes(path)[..100]);
        Assert.Throws<InvalidDataException>(() => new DenseModel<LinearShape>().Fit(Samples.Linear(9), Options(new Adam())));
        SequenceModel.Save(new DenseModel<LinearShape>(), path);
        error = Assert.Throws<InvalidDataException>(() => new DenseModel<LinearShape>().Fit(Samples.Linear(9), Options(new Adam())));
        Assert.Contains("is no backup of a training", error.Message);
    }

    /// <summary>Runs the training in a child process and kills that once it has written so many lines.</summary>
    /// <returns>The first epoch that it worked on.</returns>
    private static int RunAndKill(string variant, string folder, int lines)
    {
        List<string> read = [];
        using Process process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(BackupTests).Assembly.Location, "backup", variant, folder },
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        while (read.Count < lines && process.StandardOutput.ReadLine() is string line)
        {
            read.Add(line);
            if (read.Count > BackupTraining.Announcer.MostAhead)
            {
                process.StandardInput.WriteLine();
                process.StandardInput.Flush();
            }
        }
        if (lines < int.MaxValue)
        {
            process.Kill();
        }
        process.WaitForExit();
        Assert.Equal(lines == int.MaxValue, process.ExitCode == 0);
        return read.Count > 0 ? int.Parse(read[0].Split(' ')[0], CultureInfo.InvariantCulture) : BackupTraining.Epochs;
    }

    private sealed class Crash(int epoch) : Callback
    {
        public override void OnEpochEnd(TrainingRun run, EpochRecord record)
        {
            if (record.Epoch == epoch)
            {
                throw new NotSupportedException();
            }
        }
    }
}
