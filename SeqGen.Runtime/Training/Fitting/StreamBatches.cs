using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace SeqGen.Training;

/// <summary>Batches of samples that come one after the other, read ahead on a thread of their own.</summary>
/// <remarks>
/// With StepsPerEpoch the samples are gone through once for all epochs, and from the start again when they end; without it once an epoch.
/// A ring of batches is filled and emptied in turn, so that the thread is never more than a few batches ahead.
/// </remarks>
internal sealed class StreamBatches<TModel> : BatchSource where TModel : class, ISequenceModel<TModel>
{
    private const int Ahead = 4;

    private readonly IEnumerable<(float[] Input, float[] Target)> _samples;
    private readonly SampleCheck<TModel> _check;
    private readonly int _batchSize;
    private readonly int? _stepsPerEpoch;
    private readonly int _epochs;
    private readonly Slot[] _ring = new Slot[Ahead];
    private readonly SemaphoreSlim _filled = new(0);
    private readonly SemaphoreSlim _free = new(Ahead - 1);
    private readonly CancellationTokenSource _stop = new();
    private Thread? _thread;
    private Exception? _error;
    private int _current = -1;
    private int _batchesRead;
    private int _batchesOfLast;
    private int _samplesRead;
    private int _samplesOfLast;

    internal StreamBatches(
        IEnumerable<(float[] Input, float[] Target)> samples, SampleCheck<TModel> check, FitOptions options, float[]? classWeights)
    {
        _samples = samples;
        _check = check;
        _batchSize = options.BatchSize;
        _stepsPerEpoch = options.StepsPerEpoch;
        _epochs = options.Epochs;
        long inputs = (long)_batchSize * check.InputLength, targets = (long)_batchSize * check.TargetLength;
        BatchMemory.Check(_batchSize, Math.Max(inputs, targets), Ahead * (inputs + targets));
        for (int i = 0; i < Ahead; i++)
        {
            _ring[i] = new Slot(
                new float[inputs],
                new float[targets],
                new RowWeights<TModel>(default, 0, classWeights, options.Loss, _batchSize, nameof(FitOptions.SampleWeights)));
        }
    }

    internal override int Batches => _stepsPerEpoch ?? _batchesOfLast;

    internal override int Samples => _stepsPerEpoch is int steps ? (int)Math.Min(int.MaxValue, (long)steps * _batchSize) : _samplesOfLast;

    internal override void BeginEpoch(int epoch)
    {
        _batchesRead = _samplesRead = 0;
        if (_thread is null)
        {
            _thread = new Thread(() => FillAll(epoch)) { IsBackground = true, Name = "SeqGen reader" };
            _thread.Start();
        }
    }

    internal override bool Read(out SampleBatch batch)
    {
        batch = default;
        if (_batchesRead == _stepsPerEpoch)
        {
            return false;
        }
        if (_current >= 0)
        {
            _free.Release();
        }
        _filled.Wait();
        _current = (_current + 1) % Ahead;
        if (_error is not null && _ring[_current].Failed)
        {
            ExceptionDispatchInfo.Throw(_error);
        }
        Slot slot = _ring[_current];
        if (slot.Rows == 0)
        {
            if (_batchesRead == 0)
            {
                throw NoSamples();
            }
            (_batchesOfLast, _samplesOfLast) = (_batchesRead, _samplesRead);
            return false;
        }
        _batchesRead++;
        _samplesRead += slot.Rows;
        batch = new SampleBatch
        {
            Rows = slot.Rows,
            Inputs = slot.Inputs.AsSpan(0, slot.Rows * _check.InputLength),
            Targets = slot.Targets.AsSpan(0, slot.Rows * _check.TargetLength),
            Lengths = slot.Lengths.AsSpan(0, Math.Min(slot.Rows, slot.Lengths.Length)),
            Weights = slot.Weights.Of(slot.Rows),
        };
        return true;
    }

    /// <summary>Ends the thread, once the sample that it waits for has come.</summary>
    public override void Dispose()
    {
        _stop.Cancel();
        _thread?.Join();
        _filled.Dispose();
        _free.Dispose();
        _stop.Dispose();
    }

    private void FillAll(int firstEpoch)
    {
        int slot = 0;
        try
        {
            if (_stepsPerEpoch is int steps)
            {
                FillSteps(ref slot, (long)(firstEpoch - 1) * steps * _batchSize, (long)(_epochs - firstEpoch + 1) * steps);
                return;
            }
            for (int epoch = firstEpoch; epoch <= _epochs; epoch++)
            {
                long sample = 0;
                using IEnumerator<(float[] Input, float[] Target)> samples = _samples.GetEnumerator();
                while (Fill(ref slot, samples, ref sample))
                {
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            _error = error;
            _ring[slot].Failed = true;
            _filled.Release();
        }
    }

    private void FillSteps(ref int slot, long skip, long batches)
    {
        IEnumerator<(float[] Input, float[] Target)> samples = _samples.GetEnumerator();
        try
        {
            long sample = 0;
            for (long i = 0; i < skip; i++)
            {
                _stop.Token.ThrowIfCancellationRequested();
                Next(ref samples, ref sample);
            }
            for (long i = 0; i < batches; i++)
            {
                _free.Wait(_stop.Token);
                for (int row = 0; row < _batchSize; row++)
                {
                    _stop.Token.ThrowIfCancellationRequested();
                    Put(slot, row, Next(ref samples, ref sample), sample - 1);
                }
                Publish(ref slot, _batchSize);
            }
        }
        finally
        {
            samples.Dispose();
        }
    }

    // The next sample, from the start again after the last.
    private (float[] Input, float[] Target) Next(ref IEnumerator<(float[] Input, float[] Target)> samples, ref long sample)
    {
        if (!samples.MoveNext())
        {
            samples.Dispose();
            samples = _samples.GetEnumerator();
            sample = 0;
            if (!samples.MoveNext())
            {
                throw NoSamples();
            }
        }
        sample++;
        return samples.Current;
    }

    // One batch, of 0 rows at the end. False at the end.
    private bool Fill(ref int slot, IEnumerator<(float[] Input, float[] Target)> samples, ref long sample)
    {
        _free.Wait(_stop.Token);
        int row = 0;
        while (row < _batchSize && samples.MoveNext())
        {
            _stop.Token.ThrowIfCancellationRequested();
            Put(slot, row++, samples.Current, sample++);
        }
        Publish(ref slot, row);
        return row > 0;
    }

    private void Put(int slot, int row, (float[] Input, float[] Target) sample, long number)
    {
        (float[] input, float[] target) = sample;
        if (input is null || target is null)
        {
            throw new ArgumentException($"{_check.Argument}: sample {number} is null.", _check.Argument);
        }
        bool shorter = _check.IsShorter(input.Length);
        if ((input.Length != _check.InputLength && !shorter) || target.Length != _check.TargetLength)
        {
            _check.Lengths(shorter ? _check.InputLength : input.Length, target.Length, $"{_check.Argument}: sample {number}");
        }
        _check.Values(number, input, target);
        Span<float> place = _ring[slot].Inputs.AsSpan(row * _check.InputLength, _check.InputLength);
        input.CopyTo(place);
        place[input.Length..].Clear();
        if (TModel.Batched.VariableLength)
        {
            _ring[slot].Lengths[row] = input.Length / TModel.Features;
        }
        target.CopyTo(_ring[slot].Targets, row * target.Length);
        _ring[slot].Weights.Set(row, number, target);
    }

    private ArgumentException NoSamples() => new($"{_check.Argument} has no samples.", _check.Argument);

    private void Publish(ref int slot, int rows)
    {
        _ring[slot].Rows = rows;
        slot = (slot + 1) % Ahead;
        _filled.Release();
    }

    private sealed class Slot(float[] inputs, float[] targets, RowWeights<TModel> weights)
    {
        internal float[] Inputs { get; } = inputs;

        internal float[] Targets { get; } = targets;

        internal RowWeights<TModel> Weights { get; } = weights;

        internal int[] Lengths { get; } = new int[TModel.Batched.VariableLength ? inputs.Length / (TModel.Timesteps * TModel.Features) : 0];

        internal int Rows { get; set; }

        internal bool Failed { get; set; }
    }
}
