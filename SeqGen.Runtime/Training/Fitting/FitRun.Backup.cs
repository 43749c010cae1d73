using System;
using System.Globalization;
using System.Linq;

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
        _trainer.Capture(backup);
        backup.Set("epoch", Epoch);
        backup.Set("stopped", StopRequested ? 1 : 0);
        foreach (EpochRecord record in History.Epochs)
        {
            string prefix = $"history/{record.Epoch}/";
            backup.Set(prefix + "seconds", record.Seconds);
            foreach ((string name, double value) in record.Metrics)
            {
                backup.Set(prefix + "metrics/" + name, value);
            }
        }
        for (int i = 0; i < _callbacks.Length; i++)
        {
            _callbacks[i].SaveState(new CallbackState(backup, $"callback/{i}/"));
        }
        return backup;
    }

    private void Restore(Backup backup, string path)
    {
        int epoch = (int)backup.Get("epoch");
        bool stopped = backup.Get("stopped") != 0;
        _trainer.Restore(backup, path);
        (Epoch, StopRequested) = (epoch, stopped);
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
