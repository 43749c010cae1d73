namespace SeqGen.Tests.Models;

[SequenceModel(timesteps: 20, features: 3)]
[Conv1D(5, 3, Activation = Activation.Relu)]
[Flatten]
[Dense(1)]
public sealed partial class Convolution;

[SequenceModel(timesteps: 19, features: 1)]
[Conv1D(8, 3, Padding = Padding.Causal, Activation = Activation.Relu)]
[Conv1D(17, 3, Dilation = 2, Padding = Padding.Causal, Activation = Activation.Silu)]
[Conv1D(33, 3, Dilation = 4, Strides = 3, Padding = Padding.Causal, Activation = Activation.Softmax)]
public sealed partial class CausalConvolutions;

[SequenceModel(timesteps: 13, features: 6)]
[Conv1D(9, 4, Groups = 3, Padding = Padding.Same, Activation = Activation.Gelu)]
[Conv1D(27, 2, Groups = 9, Padding = Padding.Same)]
[Conv1D(15, 2, Groups = 3, UseBias = false)]
public sealed partial class GroupedConvolutions;

[SequenceModel(timesteps: 12, features: 5)]
[DepthwiseConv1D(3, Padding = Padding.Same, Activation = Activation.Tanh)]
[DepthwiseConv1D(2, DepthMultiplier = 7, Strides = 2)]
[SeparableConv1D(17, 4, Padding = Padding.Causal, DepthMultiplier = 2, Activation = Activation.Elu)]
[DepthwiseConv1D(3, Dilation = 2, UseBias = false)]
public sealed partial class DepthwiseConvolutions;

// Rows that are whole vectors, and more timesteps than a stack holds.
[SequenceModel(timesteps: 200, features: 16)]
[SeparableConv1D(64, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[Conv1D(32, 5, Strides = 2, Padding = Padding.Same)]
[Gru(8)]
public sealed partial class LongConvolutions;
