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
