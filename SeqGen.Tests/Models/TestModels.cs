namespace SeqGen.Tests.Models;

// Models that the generator compiles into this project, as it does into a user's.

[SequenceModel(timesteps: 1, features: 1)]
[Lstm(1)]
public sealed partial class OneUnit;

[SequenceModel(timesteps: 7, features: 1)]
[Lstm(7)]
[Dense(1)]
public sealed partial class Lstm7;

[SequenceModel(timesteps: 7, features: 1)]
[Lstm(32)]
[Dense(1)]
public sealed partial class Lstm32;

[SequenceModel(timesteps: 7, features: 1)]
[Lstm(32, Dropout = 0.1f, RecurrentDropout = 0.1f)]
[Dense(1)]
public sealed partial class Lstm32Dropout;

[SequenceModel(timesteps: 5, features: 2)]
[Lstm(17, ReturnSequences = true, UnitForgetBias = false)]
[Dense(3)]
public sealed partial class Lstm17Sequence;

[SequenceModel(timesteps: 3, features: 5)]
[Lstm(256)]
[Dense(1)]
public sealed partial class Lstm256;

[SequenceModel(timesteps: 4, features: 5)]
[Gru(33)]
[Dense(1)]
public sealed partial class Gru33;

[SequenceModel(timesteps: 6, features: 3)]
[Gru(17, ResetAfter = false, Dropout = 0.2f, RecurrentDropout = 0.3f)]
[Dense(2)]
public sealed partial class Gru17ResetBefore;

[SequenceModel(timesteps: 2, features: 3)]
[Gru(256, ReturnSequences = true)]
[Dense(1)]
public sealed partial class Gru256Sequence;

[SequenceModel(timesteps: 5, features: 4)]
[SimpleRnn(3)]
public sealed partial class Rnn3;

[SequenceModel(timesteps: 20, features: 2)]
[SimpleRnn(16, Activation = Activation.Relu, ReturnSequences = true)]
[Flatten]
[Dense(1)]
public sealed partial class Rnn16Flatten;

[SequenceModel(timesteps: 6, features: 2)]
[Lstm(17, ReturnSequences = true, Dropout = 0.2f, RecurrentDropout = 0.2f)]
[Dropout(0.3f)]
[Gru(7)]
[Dense(4, Activation = Activation.Softmax)]
public sealed partial class Classifier;

[SequenceModel(timesteps: 6, features: 2)]
[Lstm(17, ReturnSequences = true)]
[Gru(7)]
[Dense(4, Activation = Activation.Softmax)]
public sealed partial class ClassifierWithoutDropout;

[SequenceModel(timesteps: 8, features: 1)]
[Gru(8)]
[Dense(1, Activation = Activation.Sigmoid)]
public sealed partial class Detector;

[SequenceModel(timesteps: 7, features: 3)]
[Flatten]
[Dense(33, Activation = Activation.Relu)]
[Dense(1)]
public sealed partial class Perceptron;

[SequenceModel(timesteps: 3, features: 5)]
[Dense(1)]
public sealed partial class DenseOnInput;

// Softmax over units runs one sample as a batch.
[SequenceModel(timesteps: 4, features: 2)]
[Lstm(5, Activation = Activation.Softmax)]
[Dense(2)]
public sealed partial class RowwiseLstm;

// Too large for the stack: it works in memory that the thread keeps.
[SequenceModel(timesteps: 300, features: 2)]
[Lstm(32, ReturnSequences = true)]
[Dense(1)]
public sealed partial class LongSequence;
