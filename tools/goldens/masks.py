"""Writes SeqGen.Tests/Goldens/masks.json and masks_training.json: models with padded timesteps, in the format of layers.json and by its
script.

    python3 tools/goldens/masks.py        from the repository root; needs PyTorch and NumPy

"padding" lists the timesteps that are nothing but 0, counted over the batch: sample · timesteps + timestep. The samples take turns: padded
left, padded right, with a hole, not at all, all padding. masks_training.json is to masks.json what batch_normalization.json is to
pooling_normalization.json.
"""

import json

import torch

import layers
import pooling_normalization as base


def counts(batch, steps):
    """True where a timestep is no padding, [batch, steps, 1]."""
    patterns = [lambda t: t >= steps // 2, lambda t: t <= steps // 2, lambda t: t != steps // 3, lambda t: True, lambda t: False]
    return torch.tensor([[[patterns[row % 5](t)] for t in range(steps)] for row in range(batch)])


class Pass(base.Pass):
    mask = None

    def Masking(self, x, value):
        self.mask = counts(*x.shape[:2]).to(x.dtype)
        return x * self.mask

    # Σ mask x / Σ mask, 0 where there is nothing to take the mean of
    def GlobalAveragePooling1D(self, x):
        return (x * self.mask).sum(1) / self.mask.sum(1).clamp(min=1)

    # keras BatchNormalization._moments with a mask, but for its epsilon beside the count
    def BatchNormalization(self, x, Epsilon=1e-3, Center=True, Scale=True, Momentum=0.99, Trainable=True):
        if x.dim() == 2 or not (self.training and Trainable):
            return super().BatchNormalization(x, Epsilon, Center, Scale, Momentum, Trainable)
        features = x.shape[-1]
        gamma = self.take(features) if Scale else 1
        beta = self.take(features) if Center else 0
        moving = self.take(features), self.take(features)
        count = self.mask.sum()
        mean = (x * self.mask).sum((0, 1)) / count
        variance = ((x - mean) ** 2 * self.mask).sum((0, 1)) / count
        for old, batch in zip(moving, (mean, variance)):
            self.moving += (Momentum * old + (1 - Momentum) * batch).tolist()
        return (x - mean) / torch.sqrt(variance + Epsilon) * gamma + beta + sum((0 * tensor).sum() for tensor in moving)


layers.Pass = Pass


class Goldens(base.Goldens):
    def add(self, source, batch=5, scale=0.5):
        super().add(source, batch, scale)
        case = json.loads(self.lines[-1])
        padding = (~counts(batch, case["timesteps"]).flatten()).nonzero().flatten()
        self.lines[-1] = json.dumps({**case, "padding": padding.tolist()}, separators=(",", ":"))


def pooling(goldens):
    for features in 1, 3, 17, 33:
        goldens.add(f"[SequenceModel(6, {features})] [Masking(0)] [GlobalAveragePooling1D] [Dense(2)]")
        goldens.add(f"[SequenceModel(5, 2)] [Masking(0)] [Dense({features}, Activation = Activation.Tanh)] [GlobalAveragePooling1D] [Dense(2)]")
    goldens.add("[SequenceModel(9, 3)] [Masking(0)] [BatchNormalization(Epsilon = 1, Trainable = false)] [GlobalAveragePooling1D]", 7)


def normalization(goldens):
    for features, options in zip([1, 3, 7, 17, 33], ["", "(Center = false)", "(Scale = false)", "(Momentum = 0.9f, Epsilon = 0.25f)", ""]):
        goldens.add(f"[SequenceModel(4, {features})] [Masking(0)] [BatchNormalization{options}] [Dense(2)]")
        goldens.add(f"[SequenceModel(6, 2)] [Masking(0)] [Dense({features})] [BatchNormalization{options}] [GlobalAveragePooling1D]", 7)
    goldens.add("[SequenceModel(6, 3)] [Masking(0)] [Dense(5)] [BatchNormalization] [GlobalAveragePooling1D] [BatchNormalization]", 40, 0.3)


def main():
    goldens = Goldens()
    pooling(goldens)
    goldens.write_to("masks")
    base.Pass.training = True
    goldens = Goldens()
    normalization(goldens)
    goldens.write_to("masks_training")


if __name__ == "__main__":
    main()
