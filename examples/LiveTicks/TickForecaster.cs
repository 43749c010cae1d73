namespace SeqGen.Examples.Live;

/// <summary>Forecasts an instrument's next return from those so far.</summary>
[SequenceModel(LookBack, features: 1, Streaming = true)]
[Lstm(32)]
[Dense(1)]
public partial class TickForecaster
{
    /// <summary>Returns of a window in training; a stream has no such end.</summary>
    internal const int LookBack = 16;
}
