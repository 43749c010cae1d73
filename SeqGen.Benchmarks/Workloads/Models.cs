namespace SeqGen.Benchmarks.Workloads;

[SequenceModel(7, 1)]
[Lstm(32)]
[Dense(1)]
internal sealed partial class W1;

[SequenceModel(7, 1)]
[Gru(32)]
[Dense(1)]
internal sealed partial class W2;

[SequenceModel(240, 14)]
[Gru(32)]
[Dense(1)]
internal sealed partial class W3;

[SequenceModel(240, 14)]
[Gru(32, ReturnSequences = true)]
[Gru(64)]
[Dense(1)]
internal sealed partial class W4;

[SequenceModel(240, 14)]
[Conv1D(32, 5, Activation = Activation.Relu)]
[MaxPooling1D(3)]
[Conv1D(32, 5, Activation = Activation.Relu)]
[Gru(32)]
[Dense(1)]
internal sealed partial class W5;

[SequenceModel(500, 128)]
[Conv1D(32, 7, Activation = Activation.Relu)]
[MaxPooling1D(5)]
[Conv1D(32, 7, Activation = Activation.Relu)]
[GlobalMaxPooling1D]
[Dense(1)]
internal sealed partial class W6;

[SequenceModel(100, 64)]
[Lstm(256, ReturnSequences = true)]
[Lstm(256)]
[Dense(10)]
internal sealed partial class W7;

[SequenceModel(7, 1, Streaming = true)]
[Lstm(32)]
[Dense(1)]
internal sealed partial class W8;
