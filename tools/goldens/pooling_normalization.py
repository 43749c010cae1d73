"""Writes SeqGen.Tests/Goldens/pooling_normalization.json and batch_normalization.json: models with pooling, shape and normalization
layers, in the format of layers.json and by its script.

    python3 tools/goldens/pooling_normalization.py        from the repository root; needs PyTorch and NumPy

batch_normalization.json holds models in training: the outputs are those of a training pass, and "moving" has the moving statistics
(all of the model's, in order, means then variances of each layer) after one step of Keras's update, from NumPy.

    LayerNormalization  gamma [in], beta [in]
    BatchNormalization  gamma [in], beta [in], moving_mean [in], moving_variance [in]
"""

import itertools
import json
import re

import numpy
import torch
import torch.nn.functional as F

import layers

ACTIVATIONS = list(layers.ACTIVATIONS)


def parse(source):
    """As that of layers.py, with numbers and enum values of any kind."""
    def read(text):
        text = text.split(".")[-1] if re.match(r"[A-Z]", text) else text
        if text in ("true", "false"):
            return text == "true"
        return text if text[0].isalpha() else float(text[:-1]) if text.endswith("f") else int(text)

    parsed = []
    for name, arguments in re.findall(r"\[(\w+)(?:\(([^)]*)\))?\]", source):
        numbers, options = [], {}
        for argument in filter(None, arguments.split(", ")):
            option, _, value = argument.rpartition(" = ")
            if option:
                options[option] = read(value)
            else:
                numbers.append(read(value))
        parsed.append((name, numbers, options))
    return parsed


def windows(steps, size, strides, padding):
    """Padding on the left and the right, as Keras has it."""
    if padding == "Valid":
        return 0, 0
    outputs = -(-steps // strides)
    pad = max((outputs - 1) * strides + size - steps, 0)
    return pad // 2, pad - pad // 2


class Pass(layers.Pass):
    training = False
    last = None

    def __init__(self, *arguments, **options):
        self.moving = []
        super().__init__(*arguments, **options)
        Pass.last = self

    def MaxPooling1D(self, x, size, Strides=None, Padding="Valid"):
        strides = Strides or size
        padded = F.pad(x.transpose(1, 2), windows(x.shape[1], size, strides, Padding), value=-torch.inf)
        return F.max_pool1d(padded, size, strides).transpose(1, 2)

    def AveragePooling1D(self, x, size, Strides=None, Padding="Valid"):
        strides = Strides or size
        padding = windows(x.shape[1], size, strides, Padding)
        sums = F.avg_pool1d(F.pad(x.transpose(1, 2), padding), size, strides) * size
        counts = F.avg_pool1d(F.pad(torch.ones(1, 1, x.shape[1], dtype=x.dtype), padding), size, strides) * size
        return (sums / counts).transpose(1, 2)

    def GlobalMaxPooling1D(self, x):
        return F.max_pool1d(x.transpose(1, 2), x.shape[1]).squeeze(2)

    def GlobalAveragePooling1D(self, x):
        return F.avg_pool1d(x.transpose(1, 2), x.shape[1]).squeeze(2)

    def RepeatVector(self, x, n):
        return x.unsqueeze(1).expand(-1, n, -1)

    def Reshape(self, x, *shape):
        return x.reshape(x.shape[0], *shape)

    def ActivationLayer(self, x, activation):
        return self.activate(activation, x)

    def LayerNormalization(self, x, Epsilon=1e-3, Center=True, Scale=True):
        gamma = self.take(x.shape[-1]) if Scale else None
        beta = self.take(x.shape[-1]) if Center else None
        return F.layer_norm(x, x.shape[-1:], gamma, beta, Epsilon)

    def BatchNormalization(self, x, Epsilon=1e-3, Center=True, Scale=True, Momentum=0.99, Trainable=True):
        features = x.shape[-1]
        gamma = self.take(features) if Scale else None
        beta = self.take(features) if Center else None
        mean, variance = self.take(features), self.take(features)
        rows = x.reshape(-1, features)
        if self.training and Trainable:
            values = rows.detach().numpy()
            for moving, batch in (mean, values.mean(0)), (variance, values.var(0)):
                self.moving += (Momentum * moving.detach().numpy() + (1 - Momentum) * batch).tolist()
            y = F.batch_norm(rows, None, None, gamma, beta, training=True, eps=Epsilon)
        else:
            # A frozen layer has no gradients of its own.
            frozen = [tensor if tensor is None else tensor.detach() for tensor in (mean, variance, gamma, beta)]
            y = F.batch_norm(rows, *frozen, training=False, eps=Epsilon)
        unused = sum((0 * tensor).sum() for tensor in (mean, variance, gamma, beta) if tensor is not None)
        return y.reshape(x.shape) + unused


layers.Pass, layers.parse = Pass, parse


class Goldens(layers.Goldens):
    def add(self, source, batch=2, scale=0.5):
        super().add(source, batch, scale)
        if Pass.training:
            case = json.loads(self.lines[-1])
            case["moving"] = [float(f"{value:.7g}") for value in Pass.last.moving]
            self.lines[-1] = json.dumps(case, separators=(",", ":"))

    def write_to(self, name):
        layers.PATH = f"SeqGen.Tests/Goldens/{name}.json"
        self.write()


def pooling(goldens):
    for size, strides, padding in [(1, 1, "Valid"), (2, 2, "Valid"), (3, 2, "Valid"), (3, 1, "Same"), (2, 1, "Same"), (4, 3, "Same"),
                                   (2, 3, "Same"), (2, 3, "Valid"), (5, 2, "Same"), (9, 9, "Same")]:
        options = (f", Strides = {strides}" if strides != size else "") + (", Padding = Padding.Same" if padding == "Same" else "")
        for i, kind in enumerate(["Max", "Average"]):
            features = [1, 3, 7, 17, 33][(size + strides + i) % 5]
            goldens.add(f"[SequenceModel(7, {features})] [{kind}Pooling1D({size}{options})] [Flatten] [Dense(2)]", 5)
            goldens.add(f"[SequenceModel(8, 3)] [Dense({features})] [{kind}Pooling1D({size}{options})]", 3)
    for kind, features in itertools.product(["Max", "Average"], [1, 7, 16, 33]):
        goldens.add(f"[SequenceModel(6, {features})] [Global{kind}Pooling1D] [Dense(2)]", 3)
        goldens.add(f"[SequenceModel(1, 2)] [SimpleRnn({features}, ReturnSequences = true)] [Global{kind}Pooling1D]", 1)
        goldens.add(f"[SequenceModel(20, 2)] [Gru({features}, ReturnSequences = true)] [Global{kind}Pooling1D] [Dense(1)]", 2, 0.3)


def shapes(goldens):
    for features in 1, 3, 17, 33:
        goldens.add(f"[SequenceModel(3, 2)] [SimpleRnn({features})] [RepeatVector(4)]", 3)
    goldens.add("[SequenceModel(5, 3)] [Lstm(7)] [RepeatVector(3)] [Lstm(5, ReturnSequences = true)] [Dense(2)]", 3)
    goldens.add("[SequenceModel(5, 3)] [GlobalMaxPooling1D] [RepeatVector(2)] [Flatten] [Dense(2)]", 3)
    for (steps, features), shape in [((4, 6), "8, 3"), ((4, 6), "3, 8"), ((4, 6), "24"), ((3, 16), "2, 24"), ((3, 16), "6, 8"),
                                     ((1, 34), "2, 17"), ((34, 1), "1, 34"), ((2, 33), "33, 2")]:
        goldens.add(f"[SequenceModel({steps}, {features})] [Reshape({shape})] [Dense(3)]", 3)
        goldens.add(f"[SequenceModel({steps}, 2)] [SimpleRnn({features}, ReturnSequences = true)] [Reshape({shape})]", 2)
    goldens.add("[SequenceModel(4, 6)] [Reshape(8, 3)] [MaxPooling1D(2)] [SimpleRnn(5, ReturnSequences = true)] [Reshape(2, 10)] [AveragePooling1D(2)]", 3)
    goldens.add("[SequenceModel(4, 6)] [Reshape(8, 3)] [LayerNormalization]", 3)
    for i, activation in enumerate(ACTIVATIONS):
        features = [1, 3, 17, 33][i % 4] if activation != "Softmax" else 7
        goldens.add(f"[SequenceModel(3, {features})] [Dense({features + 2})] [ActivationLayer(Activation.{activation})]", 3, 0.3)
        goldens.add(f"[SequenceModel(3, {features})] [ActivationLayer(Activation.{activation})] [Dense(2)]", 3)


def normalization(goldens):
    for features, options in itertools.product([1, 3, 7, 17, 33], ["", "(Center = false)", "(Scale = false)", "(Epsilon = 0.25f)"]):
        goldens.add(f"[SequenceModel(4, {features})] [LayerNormalization{options}] [Dense(2)]", 3)
        # Parameters lie in [-0.5, 0.5], so that a variance needs an epsilon of 1.
        frozen = f"[BatchNormalization(Epsilon = 1{options[-2] if 'Epsilon' in options else ''}, Trainable = false)]"
        frozen = frozen if "=" not in options or "Epsilon" in options else frozen.replace("Trainable", options[1:-1] + ", Trainable")
        if options != "(Epsilon = 0.25f)":
            goldens.add(f"[SequenceModel(4, {features})] {frozen} [Dense(2)]", 3)
    goldens.add("[SequenceModel(1, 5)] [Dense(33)] [LayerNormalization(Center = false, Scale = false)] [Flatten] [LayerNormalization]", 1)
    goldens.add("[SequenceModel(6, 3)] [Dense(70)] [LayerNormalization] [GlobalAveragePooling1D] [Dense(2)]", 5, 0.3)
    goldens.add("[SequenceModel(6, 3)] [Dense(40)] [BatchNormalization(Epsilon = 1, Trainable = false)] [Gru(5)] [BatchNormalization(Epsilon = 2, Trainable = false)]", 5, 0.3)


def batch_normalization(goldens):
    for features, options in itertools.product([1, 3, 7, 17, 33], ["", "(Center = false)", "(Scale = false)", "(Momentum = 0.9f, Epsilon = 0.25f)"]):
        goldens.add(f"[SequenceModel(4, {features})] [BatchNormalization{options}] [Dense(2)]", 5)
    goldens.add("[SequenceModel(6, 3)] [Dense(33, Activation = Activation.Tanh)] [BatchNormalization] [Flatten] [Dense(3)] [BatchNormalization]", 40, 0.3)
    goldens.add("[SequenceModel(6, 3)] [SimpleRnn(7)] [BatchNormalization(Center = false, Scale = false)]", 7)
    goldens.add("[SequenceModel(30, 3)] [BatchNormalization] [GlobalMaxPooling1D]", 33)


def main():
    goldens = Goldens()
    pooling(goldens)
    shapes(goldens)
    normalization(goldens)
    goldens.write_to("pooling_normalization")
    Pass.training = True
    goldens = Goldens()
    batch_normalization(goldens)
    goldens.write_to("batch_normalization")


if __name__ == "__main__":
    main()
