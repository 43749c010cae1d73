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

[SequenceModel(100, 64)]
[Lstm(256, ReturnSequences = true)]
[Lstm(256)]
[Dense(10)]
internal sealed partial class W7;
