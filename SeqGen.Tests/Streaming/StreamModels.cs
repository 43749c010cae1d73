namespace SeqGen.Tests.Models;

[SequenceModel(24, 2, Streaming = true)]
[Conv1D(5, 3, Dilation = 4, Strides = 2, Padding = Padding.Causal)]
[MaxPooling1D(3)]
[Gru(6, ReturnSequences = true)]
[Dense(3)]
public sealed partial class DilatedStream;

// Not public: the checks that run on every public model feed it numbers, not tokens.
[SequenceModel(6)]
[Embedding(10, 4)]
[SimpleRnn(3)]
[Dense(2)]
internal sealed partial class TokenStream;

[SequenceModel(24, 2)]
[Conv1D(5, 5, Strides = 2)]
[MaxPooling1D(3)]
[DepthwiseConv1D(2, Padding = Padding.Causal)]
public sealed partial class WindowStream;

[SequenceModel(7, 2)]
[TruncatedBptt(4)]
[Lstm(5)]
[Dense(3)]
public sealed partial class LstmChunks;

[SequenceModel(7, 2)]
[TruncatedBptt(4)]
[Lstm(5)]
[Flatten]
[Reshape(5)]
[Dense(3)]
public sealed partial class FlatChunks;

[SequenceModel(9, 2)]
[TruncatedBptt(4)]
[Gru(5, ReturnSequences = true)]
[Dense(3)]
public sealed partial class GruChunks;

[SequenceModel(5, 1)]
[TruncatedBptt(20)]
[Lstm(17, Dropout = 0.1f, RecurrentDropout = 0.1f, ReturnSequences = true)]
[LayerNormalization]
[Gru(8, ResetAfter = false)]
[Dropout(0.1f)]
[Dense(1)]
public sealed partial class DeepChunks;

[SequenceModel(5, 1)]
[Lstm(17)]
public sealed partial class FlushedLstm;

[SequenceModel(5, 1, FlushDenormals = false)]
[Lstm(17)]
public sealed partial class UnflushedLstm;

// Not public: theories over all models do not feed tokens.
[SequenceModel(6)]
[TruncatedBptt(4)]
[Embedding(11, 3)]
[Lstm(5, ReturnSequences = true)]
[Dense(2)]
internal sealed partial class TokenChunks;

[SequenceModel(6)]
[TruncatedBptt(4)]
[Embedding(11, 3, LazyUpdate = true)]
[Lstm(5, ReturnSequences = true)]
[Dense(2)]
internal sealed partial class LazyTokenChunks;

// Not public: without parameters there is nothing to save.
[SequenceModel(5, 17)]
[GlobalAveragePooling1D(Running = RunningPool.Cumulative)]
internal sealed partial class RunningMean;

[SequenceModel(5, 17)]
[Masking(0f)]
[GlobalAveragePooling1D(Running = RunningPool.Cumulative)]
internal sealed partial class MaskedRunningMean;

[SequenceModel(20000, 1)]
[MaxPooling1D(16380, Strides = 1)]
internal sealed partial class LargestState;
