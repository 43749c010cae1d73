using System;
using SeqGen.Numerics;

namespace SeqGen;

internal sealed class UnitForgetBiasInitializer : Initializer
{
    private readonly int _units;
    private readonly Initializer _others;

    internal UnitForgetBiasInitializer(int units, Initializer others)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        _units = units;
        _others = others;
    }

    public override void Fill(Span<float> values, ReadOnlySpan<int> shape, ref SeededRandom random)
    {
        if (values.Length != 4L * _units)
        {
            throw new ArgumentException(
                $"An LSTM of {_units} units has a bias of {4L * _units} values, not {values.Length}.", nameof(values));
        }
        _others.Fill(values, shape, ref random);
        values.Slice(_units, _units).Fill(1);
    }
}
