namespace SeqGen.Tests.Models;

[SequenceModel(12, 1)]
[Lstm(16)]
[Dense(1)]
internal sealed partial class NextValue;

[SequenceModel(6, 3)]
[Gru(8)]
[Dense(3)]
internal sealed partial class NextRow;

[SequenceModel(6, 1)]
[SimpleRnn(5)]
[Dense(4)]
internal sealed partial class FourValues;

[SequenceModel(3, 2)]
[SimpleRnn(5)]
[Dense(10)]
internal sealed partial class FiveRows;

[SequenceModel(5, 2)]
[Lstm(6)]
[RepeatVector(3)]
[Gru(4, ReturnSequences = true)]
[Dense(2)]
internal sealed partial class DecodedRows;

// A decoder of as many timesteps as the input has: the shapes of NextOfEach.
[SequenceModel(4, 2)]
[Gru(6)]
[RepeatVector(4)]
[Dense(2)]
internal sealed partial class DecodedFour;

[SequenceModel(4, 2)]
[Gru(6, ReturnSequences = true)]
[Dense(2)]
internal sealed partial class NextOfEach;

[SequenceModel(4, 2)]
[Gru(6, ReturnSequences = true)]
[Dense(6)]
internal sealed partial class NextThreeOfEach;

[SequenceModel(5, 2, VariableLength = true)]
[Gru(6)]
[Dense(2)]
internal sealed partial class NextOfAny;

[SequenceModel(5, 2, VariableLength = true)]
[Gru(6, ReturnSequences = true)]
[Dense(2)]
internal sealed partial class NextOfEachOfAny;

[SequenceModel(8, 1)]
[Conv1D(6, 3)]
[SimpleRnn(4)]
[Dense(1)]
internal sealed partial class NextBehindWindows;

[SequenceModel(8, 1)]
[Conv1D(6, 2, Strides = 2, Padding = Padding.Causal)]
[Gru(4)]
[Dense(1)]
internal sealed partial class NextBehindStrides;

[SequenceModel(8, 1)]
[Conv1D(1, 3)]
internal sealed partial class WindowsOnly;

[SequenceModel(6, 3)]
[Gru(8)]
[Dense(1)]
internal sealed partial class OneOfThree;

[SequenceModel(6, 3)]
[Gru(8)]
[RepeatVector(4)]
[Dense(1)]
internal sealed partial class DecodedOneOfThree;

[SequenceModel(6)]
[Embedding(10, 4)]
[SimpleRnn(3)]
[Dense(10, Activation = Activation.Softmax)]
internal sealed partial class NextToken;
