namespace SeqGen.Examples.Live;

/// <summary>A new price, as it goes through the channel: a value, so that sending it allocates nothing.</summary>
/// <param name="Instrument">Whose price, from 0.</param>
/// <param name="Price">The price.</param>
/// <param name="Due">
/// The Stopwatch timestamp at which the tick was due. Where the producer or the channel holds a tick up, that counts into its latency.
/// </param>
internal readonly record struct Tick(int Instrument, double Price, long Due);
