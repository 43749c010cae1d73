using System;

namespace SeqGen.Data;

/// <summary>Windows over the parts of one series, as <see cref="Windows.Split"/> lays them: no row belongs to two parts.</summary>
public sealed class SeriesParts
{
    private readonly Windows? _test;

    internal SeriesParts(Windows training, Windows validation, Windows? test)
    {
        Training = training;
        Validation = validation;
        _test = test;
    }

    /// <summary>The earliest part, to train on.</summary>
    public Windows Training { get; }

    /// <summary>The part after it, to decide by: when to stop, which model to take.</summary>
    public Windows Validation { get; }

    /// <summary>The last part, to say how good the model is.</summary>
    /// <exception cref="InvalidOperationException">Nothing was left for it.</exception>
    public Windows Test => _test ?? throw new InvalidOperationException("The series was split without a test part.");
}
