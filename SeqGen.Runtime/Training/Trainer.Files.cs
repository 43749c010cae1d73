using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using SeqGen.Numerics;

namespace SeqGen.Training;

/// <content>What a later process needs to take the next step as if nothing had happened. Dropout follows from seed and step.</content>
public sealed partial class Trainer<TModel>
{
    /// <summary>
    /// Writes down the training, for <see cref="Load"/>: parameters, the optimizer's memory, its learning rate unless a schedule gives it, and
    /// the steps taken.
    /// </summary>
    /// <param name="path">Where the file goes, a safetensors file; one that stands there is replaced, by a whole one or not at all.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="IOException">The file cannot be written; what stood there still does.</exception>
    /// <exception cref="UnauthorizedAccessException">The place must not be written to.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var backup = new Backup();
        Capture(backup);
        backup.Write(path);
    }

    /// <summary>
    /// Goes on with a training that <see cref="Save"/> wrote, with the numbers of one that was not interrupted: the trainer is made with the
    /// same options, for a model of the same class.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or of another training; nothing is changed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public void Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Restore(Backup.Read(path), path);
    }

    internal void Capture(Backup backup)
    {
        backup.Texts["architecture"] = TModel.Architecture;
        backup.Texts["optimizer"] = Optimizer.GetType().Name;
        backup.Set("batches", Steps);
        if (Optimizer.Schedule is null)
        {
            backup.Set("learning_rate", Optimizer.LearningRate);
        }
        backup.Arrays["parameters"] = _model.Parameters.ToArray();
        AlignedBuffer<float>[] buffers = _state.Buffers;
        for (int i = 0; i < buffers.Length; i++)
        {
            backup.Arrays[$"optimizer/{i}"] = buffers[i].Span.ToArray();
        }
    }

    internal void Restore(Backup backup, string path)
    {
        AlignedBuffer<float>[] buffers = _state.Buffers;
        float[][] memory = [.. buffers.Select((_, i) => backup.Arrays.GetValueOrDefault($"optimizer/{i}", []))];
        float[] parameters = backup.Arrays.GetValueOrDefault("parameters", []);
        string architecture = backup.Texts.GetValueOrDefault("architecture", ""), optimizer = backup.Texts.GetValueOrDefault("optimizer", "");
        if (architecture != TModel.Architecture || optimizer != Optimizer.GetType().Name || parameters.Length != TModel.ParameterCount
            || memory.Where((values, i) => values.Length != buffers[i].Length).Any())
        {
            throw new InvalidDataException(
                $"'{path}' is a backup of another training: of {architecture} with {optimizer}; this one is of {TModel.Architecture} with "
                + $"{Optimizer.GetType().Name}. Delete it to start anew.");
        }
        long batches = (long)backup.Get("batches");
        double? learningRate = Optimizer.Schedule is null ? backup.Get("learning_rate") : null;
        parameters.CopyTo(_model.Parameters);
        for (int i = 0; i < buffers.Length; i++)
        {
            memory[i].CopyTo(buffers[i].Span);
        }
        _state.Batches = batches;
        if (learningRate is { } rate)
        {
            Optimizer.LearningRate = rate;
        }
    }

    private Optimizer Optimizer => _update.Optimizer;
}
