using System;
using System.IO;

namespace SeqGen.Training;

/// <summary>
/// Writes down each epoch, so that a process that is killed at any point can be started again and goes on from the last epoch with the
/// numbers of a training that was not interrupted. Keras: BackupAndRestore.
/// </summary>
/// <remarks>
/// <para>
/// The next run is the same program: same model class, data and options. If the file is there, Fit takes from it the parameters, the
/// optimizer's memory and learning rate, the epochs done, their history, and what the other callbacks noted in
/// <see cref="Callback.SaveState"/>; order of samples and dropout follow from the seed. A stream of samples with StepsPerEpoch is read
/// and left out as far as it was used.
/// </para>
/// <para>
/// The file is written after all other callbacks had their OnEpochEnd, beside its place, brought to the disk and moved there: a crash
/// leaves the last epoch's or this one's. It is deleted when training ends, but not where it was cancelled or ended by an exception. A program that is killed
/// after that and before it saved its model would train anew: for that too, keep the file and delete it yourself.
/// </para>
/// </remarks>
public sealed class BackupAndRestore : Callback
{
    /// <summary>Chooses the file.</summary>
    /// <param name="path">Where the file goes; folders that are not there are made.</param>
    /// <param name="deleteAtEnd">Whether the file is deleted when training ends; else a later Fit finds nothing left to do.</param>
    public BackupAndRestore(string path, bool deleteAtEnd = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = System.IO.Path.GetFullPath(path);
        DeleteAtEnd = deleteAtEnd;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether the file is deleted when training ends.</summary>
    public bool DeleteAtEnd { get; }

    /// <exception cref="InvalidDataException">The file is damaged or something else.</exception>
    internal Backup? Read() => File.Exists(Path) ? Backup.Read(Path) : null;

    internal void Write(Backup backup)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        backup.Write(Path);
    }

    /// <summary>After the OnTrainEnd of all callbacks, which belong to the training too.</summary>
    internal void End(TrainingRun run)
    {
        if (DeleteAtEnd && !run.History.Cancelled)
        {
            File.Delete(Path);
        }
    }
}
