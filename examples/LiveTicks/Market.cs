using SeqGen.Numerics;

namespace SeqGen.Examples.Live;

/// <summary>Prices made up by the example itself.</summary>
/// <remarks>
/// Returns are a moving average, r = s (e - 0.6 e of the tick before) with normal e, as prices have that jump between bid and ask: half of
/// each jump is taken back. Whoever knows that can forecast 26 % of a return's variance, and nobody more.
/// </remarks>
internal struct Market(int seed)
{
    /// <summary>Instruments that are traded.</summary>
    internal const int Instruments = 64;

    private const double Step = 1e-4;
    private const double Reversal = 0.6;

    private readonly double[] _prices = CreatePrices();
    private readonly double[] _shocks = new double[Instruments];
    private SeededRandom _random = new(SeededRandom.Derive((uint)seed, 1));

    /// <summary>Any instrument, and its next price.</summary>
    internal (int Instrument, double Price) Next()
    {
        int instrument = _random.NextInt32(Instruments);
        double shock = _random.NextNormal();
        _prices[instrument] *= 1 + Step * (shock - Reversal * _shocks[instrument]);
        _shocks[instrument] = shock;
        return (instrument, _prices[instrument]);
    }

    private static double[] CreatePrices()
    {
        var prices = new double[Instruments];
        for (int i = 0; i < prices.Length; i++)
        {
            prices[i] = 20 + 5 * i;
        }
        return prices;
    }
}
