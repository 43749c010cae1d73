using System;
using System.Collections.Generic;
using System.Linq;

namespace SeqGen.Training;

/// <summary>What one epoch of training gave.</summary>
public sealed class EpochRecord
{
    private readonly OrderedDictionary<string, double> _values = new(StringComparer.Ordinal);

    internal EpochRecord(int epoch) => Epoch = epoch;

    /// <summary>The epoch's number, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The mean loss over the training samples, each batch measured with the parameters it met (Keras's <c>loss</c>).</summary>
    public double Loss => this["loss"];

    /// <summary>The mean loss over the validation samples after the epoch (<c>val_loss</c>); null if the epoch was not validated.</summary>
    public double? ValidationLoss => _values.TryGetValue("val_loss", out double value) ? value : null;

    /// <summary>
    /// All numbers of the epoch by Keras's names, in the order <c>loss</c>, metrics, <c>val_loss</c>, metrics with <c>val_</c> before them.
    /// </summary>
    public IReadOnlyDictionary<string, double> Metrics => _values;

    /// <summary>Wall-clock seconds, validation included.</summary>
    public double Seconds { get; internal set; }

    /// <summary>One number by its name, as <c>val_loss</c>.</summary>
    /// <exception cref="ArgumentException">There is no such number.</exception>
    public double this[string name] =>
        _values.TryGetValue(name, out double value)
            ? value
            : throw new ArgumentException(
                $"There is no '{name}' in an epoch; there are {string.Join(", ", _values.Keys.AsEnumerable())}.", nameof(name));

    internal void Add(string name, double value) => _values[name] = value;
}
