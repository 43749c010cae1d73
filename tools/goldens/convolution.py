"""Writes SeqGen.Tests/Goldens/convolution.json: convolutions over time, computed by torch.nn.functional.conv1d in double.

    python3 tools/goldens/convolution.py        from the repository root; needs PyTorch (Debian: python3-torch)

The format is that of layers.json. Inputs are padded here as Keras says, then convolved without padding. Keras's tensors:

    Conv1D             [k, in / groups, filters], [filters]
    DepthwiseConv1D    [k, in, multiplier], [in * multiplier]
    SeparableConv1D    [k, in, multiplier], [1, in * multiplier, filters], [filters]
"""

import itertools

import torch.nn.functional as F

import layers


def padded(x, size, strides, dilation, padding):
    """x [batch, features, timesteps] with Keras's zeros."""
    span, timesteps = (size - 1) * dilation + 1, x.shape[-1]
    if padding == "Causal":
        return F.pad(x, (span - 1, 0))
    if padding == "Same":
        total = max((-(-timesteps // strides) - 1) * strides + span - timesteps, 0)
        return F.pad(x, (total // 2, total - total // 2))
    return x


class ConvolutionPass(layers.Pass):
    def convolve(self, x, kernel, bias, size, groups, Strides="1", Dilation="1", Padding="Valid"):
        """kernel as torch's: [out, in / groups, k]"""
        strides, dilation = int(Strides), int(Dilation)
        x = padded(x.transpose(1, 2), size, strides, dilation, Padding)
        return F.conv1d(x, kernel, bias, stride=strides, dilation=dilation, groups=groups).transpose(1, 2)

    def Conv1D(self, x, filters, size, Groups="1", Activation="Linear", UseBias=True, **window):
        kernel = self.take(size, x.shape[-1] // int(Groups), filters)
        bias = self.take(filters) if UseBias else None
        return self.activate(Activation, self.convolve(x, kernel.permute(2, 1, 0), bias, size, int(Groups), **window))

    def depthwise(self, x, size, bias_of, DepthMultiplier="1", **window):
        features, multiplier = x.shape[-1], int(DepthMultiplier)
        kernel = self.take(size, features, multiplier).permute(1, 2, 0).reshape(features * multiplier, 1, size)
        return self.convolve(x, kernel, bias_of(features * multiplier), size, features, **window)

    def DepthwiseConv1D(self, x, size, Activation="Linear", UseBias=True, **options):
        return self.activate(Activation, self.depthwise(x, size, self.take if UseBias else lambda channels: None, **options))

    def SeparableConv1D(self, x, filters, size, Activation="Linear", UseBias=True, **options):
        x = self.depthwise(x, size, lambda channels: None, **options)
        kernel = self.take(1, x.shape[-1], filters)
        bias = self.take(filters) if UseBias else None
        return self.activate(Activation, F.linear(x, kernel[0].T, bias))


def options(**values):
    """`, Strides = 2` and so on, without the defaults."""
    defaults = {"Strides": 1, "Dilation": 1, "Groups": 1, "DepthMultiplier": 1, "Padding": "Padding.Valid"}
    return "".join(f", {name} = {value}" for name, value in values.items() if value != defaults[name])


def main():
    layers.Pass, layers.PATH = ConvolutionPass, "SeqGen.Tests/Goldens/convolution.json"
    goldens = layers.Goldens()
    paddings = ["Padding.Valid", "Padding.Same", "Padding.Causal"]

    # Every padding, stride, dilation and number of groups
    for padding, strides, dilation, groups in itertools.product(paddings, [1, 2, 3], [1, 2, 3], [1, 2, 4]):
        window = options(Strides=strides, Dilation=dilation, Groups=groups, Padding=padding)
        goldens.add(f"[SequenceModel(10, 4)] [Conv1D(4, 3{window})]", [1, 2, 3][(strides + dilation + groups) % 3])
    for padding, strides, dilation, multiplier in itertools.product(paddings, [1, 2], [1, 3], [1, 2]):
        window = options(Strides=strides, Dilation=dilation, DepthMultiplier=multiplier, Padding=padding)
        batch = 1 + (strides + dilation) % 3
        goldens.add(f"[SequenceModel(9, 3)] [DepthwiseConv1D(3{window})]", batch)
        goldens.add(f"[SequenceModel(9, 3)] [SeparableConv1D(4, 3{window})]", batch)

    # How Keras pads: (timesteps, kernel, strides, dilation) where the sides differ, and kernels that are longer than the input
    for timesteps, size, strides, dilation in [
            (10, 4, 1, 1), (10, 2, 1, 1), (10, 3, 2, 1), (10, 4, 2, 1), (5, 2, 2, 1), (10, 3, 1, 2),
            (1, 1, 1, 1), (1, 3, 1, 1), (3, 7, 1, 1), (3, 2, 1, 9), (4, 3, 5, 1), (7, 2, 3, 4), (5, 3, 2, 4)]:
        for padding in paddings[1:]:
            window = options(Strides=strides, Dilation=dilation, Padding=padding)
            goldens.add(f"[SequenceModel({timesteps}, 2)] [Conv1D(3, {size}{window})]", 2)
            goldens.add(f"[SequenceModel({timesteps}, 2)] [DepthwiseConv1D({size}{window})]", 2)

    # Sizes: features and filters around whole vectors, timesteps around blocks of them
    for features, filters in itertools.product([1, 3, 16, 17, 33], [1, 3, 7, 17, 33]):
        goldens.add(f"[SequenceModel(5, {features})] [Conv1D({filters}, 2, Padding = Padding.Causal)] [Flatten] [Dense(1)]", 2, 0.3)
    for timesteps in 7, 8, 9, 17, 30:
        goldens.add(f"[SequenceModel({timesteps}, 1)] [Conv1D(3, 5, Padding = Padding.Same)]", 2)
        goldens.add(f"[SequenceModel({timesteps}, 2)] [Conv1D(3, 5)]", 2)
        goldens.add(f"[SequenceModel({timesteps}, 17)] [DepthwiseConv1D(4, Padding = Padding.Same)] [Flatten] [Dense(1)]", 2)
    for groups, features, filters in [(2, 34, 6), (3, 6, 51), (2, 32, 64), (5, 10, 15), (3, 3, 51), (17, 34, 17)]:
        goldens.add(f"[SequenceModel(6, {features})] [Conv1D({filters}, 3, Groups = {groups}, Padding = Padding.Causal)] [Flatten] [Dense(1)]", 2, 0.3)
    goldens.add("[SequenceModel(4, 300)] [Conv1D(20, 3)] [Flatten] [Dense(1)]", 2, 0.1)
    goldens.add("[SequenceModel(40, 60)] [Conv1D(5, 9, Strides = 3)] [Flatten] [Dense(1)]", 2, 0.1)

    # Activations and biases
    for activation in layers.ACTIVATIONS:
        scale = {"HardSigmoid": 2, "Exponential": 0.2}.get(activation, 0.5)
        for layer in "Conv1D(5, 2", "DepthwiseConv1D(2", "SeparableConv1D(5, 2":
            goldens.add(f"[SequenceModel(4, 3)] [{layer}, Activation = Activation.{activation})]", scale=scale)
    for layer in "Conv1D(5, 2", "Conv1D(6, 2, Groups = 3", "DepthwiseConv1D(2", "SeparableConv1D(5, 2":
        goldens.add(f"[SequenceModel(4, 6)] [{layer}, UseBias = false, Activation = Activation.Tanh)]")

    # Stacks
    for batch in 1, 2, 5:
        goldens.add("[SequenceModel(20, 2)] [Conv1D(6, 3, Strides = 2, Activation = Activation.Relu)] "
                    "[Conv1D(4, 3, Padding = Padding.Same, Activation = Activation.Tanh)] [Gru(5)] [Dense(1)]", batch)
        goldens.add("[SequenceModel(12, 1)] [Conv1D(4, 2, Padding = Padding.Causal)] [Conv1D(4, 2, Dilation = 2, Padding = Padding.Causal)] "
                    "[Conv1D(4, 2, Dilation = 4, Padding = Padding.Causal, Activation = Activation.Elu)]", batch)
        goldens.add("[SequenceModel(8, 3)] [SimpleRnn(5, ReturnSequences = true)] [SeparableConv1D(4, 3, Activation = Activation.Tanh)] "
                    "[DepthwiseConv1D(2, Dilation = 3, Padding = Padding.Same)] [Conv1D(2, 3)]", batch)
    goldens.write()


if __name__ == "__main__":
    main()
