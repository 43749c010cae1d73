using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using SeqGen.Numerics;

namespace SeqGen.Training;

/// <content>What a later process needs to go on after an epoch as if nothing had happened. Order of samples and dropout follow from seed,
/// epoch and batch number, so that there is no other random state.</content>
internal sealed partial class FitRun<TModel>
{
    private void RestoreBackup()
    {
        foreach (BackupAndRestore callback in _callbacks.OfType<BackupAndRestore>())
        {
            if (callback.Read() is Backup backup)
            {
                Restore(backup, callback.Path);
                return;
            }
        }
    }

    private void WriteBackup()
    {
        Backup? backup = null;
        foreach (BackupAndRestore callback in _callbacks.OfType<BackupAndRestore>())
        {
            callback.Write(backup ??= Capture());
        }
    }

    private Backup Capture()
    {
        var backup = new Backup();
        backup.Texts["architecture"] = TModel.Architecture;
        backup.Texts["optimizer"] = Optimizer.GetType().Name;
        backup.Set("epoch", Epoch);
        backup.Set("batches", _trainer.Steps);
        backup.Set("stopped", StopRequested ? 1 : 0);
        if (Optimizer.Schedule is null)
        {
            backup.Set("learning_rate", Optimizer.LearningRate);
        }
        foreach (EpochRecord record in History.Epochs)
        {
            string prefix = $"history/{record.Epoch}/";
            backup.Set(prefix + "seconds", record.Seconds);
            foreach ((string name, double value) in record.Metrics)
            {
                backup.Set(prefix + "metrics/" + name, value);
            }
        }
        backup.Arrays["parameters"] = _model.Parameters.ToArray();
        AlignedBuffer<float>[] buffers = _trainer.State.Buffers;
        for (int i = 0; i < buffers.Length; i++)
        {
            backup.Arrays[$"optimizer/{i}"] = buffers[i].Span.ToArray();
        }
        for (int i = 0; i < _callbacks.Length; i++)
        {
            _callbacks[i].SaveState(new CallbackState(backup, $"callback/{i}/"));
        }
        return backup;
    }

    private void Restore(Backup backup, string path)
    {
        AlignedBuffer<float>[] buffers = _trainer.State.Buffers;
        backup.Arrays.TryGetValue("parameters", out float[]? parameters);
        if (backup.Texts.GetValueOrDefault("architecture") != TModel.Architecture
            || backup.Texts.GetValueOrDefault("optimizer") != Optimizer.GetType().Name
            || parameters?.Length != TModel.ParameterCount
            || buffers.Where((b, i) => backup.Arrays.GetValueOrDefault($"optimizer/{i}", []).Length != b.Length).Any())
        {
            throw new InvalidDataException(
                $"'{path}' is a backup of another training: of {backup.Texts.GetValueOrDefault("architecture")} with "
                + $"{backup.Texts.GetValueOrDefault("optimizer")}; this one is of {TModel.Architecture} with {Optimizer.GetType().Name}. "
                + "Delete it to start anew.");
        }
        parameters.CopyTo(_model.Parameters);
        for (int i = 0; i < buffers.Length; i++)
        {
            backup.Arrays.GetValueOrDefault($"optimizer/{i}", []).CopyTo(buffers[i].Span);
        }
        Epoch = (int)backup.Get("epoch");
        _trainer.State.Batches = (long)backup.Get("batches");
        StopRequested = backup.Get("stopped") != 0;
        if (Optimizer.Schedule is null)
        {
            Optimizer.LearningRate = backup.Get("learning_rate");
        }
        RestoreHistory(backup);
        for (int i = 0; i < _callbacks.Length; i++)
        {
            _callbacks[i].RestoreState(new CallbackState(backup, $"callback/{i}/"));
        }
    }

    private void RestoreHistory(Backup backup)
    {
        EpochRecord? record = null;
        foreach (string key in backup.Texts.Keys.Where(k => k.StartsWith("history/", StringComparison.Ordinal)))
        {
            string[] parts = key.Split('/', 4);
            int epoch = int.Parse(parts[1], CultureInfo.InvariantCulture);
            if (record?.Epoch != epoch)
            {
                record = new EpochRecord(epoch);
                History.Add(record);
            }
            if (parts.Length == 3)
            {
                record.Seconds = backup.Get(key);
            }
            else
            {
                record.Add(parts[3], backup.Get(key));
            }
        }
    }
}
