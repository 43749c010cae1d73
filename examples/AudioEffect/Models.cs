namespace SeqGen.Examples.Audio;

// One sample goes in and one comes out at each timestep. Timesteps is how long a sequence in training would be; a stream has no end.

/// <summary>The shape of most trained amplifiers and pedals.</summary>
[SequenceModel(2048, features: 1, Streaming = true)]
[Lstm(32, ReturnSequences = true)]
[Dense(1)]
public partial class Lstm32;

/// <summary>Two of them, one on the other.</summary>
[SequenceModel(2048, features: 1, Streaming = true)]
[Lstm(32, ReturnSequences = true)]
[Lstm(32, ReturnSequences = true)]
[Dense(1)]
public partial class StackedLstm32;

/// <summary>A small one; RTNeural's lstm_1d.json has weights for it.</summary>
[SequenceModel(2048, features: 1, Streaming = true)]
[Lstm(8, ReturnSequences = true)]
[Dense(1)]
public partial class Lstm8;

/// <summary>A small one behind a layer that shapes each sample; RTNeural's lstm.json has weights for it.</summary>
[SequenceModel(2048, features: 1, Streaming = true)]
[Dense(8, Activation = Activation.Tanh)]
[Lstm(8, ReturnSequences = true)]
[Dense(1)]
public partial class DenseLstm8;
