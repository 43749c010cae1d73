"""Writes SeqGen.Tests/Goldens/losses.json: losses and their gradients, computed by PyTorch in double.

    python3 tools/goldens/losses.py        from the repository root; needs PyTorch (Debian: python3-torch)

The loss is Keras's: mean over the last axis, then over the rest (sum_over_batch_size). Predictions, targets and logits are exact in
float32. For BinaryCrossentropy and CategoricalCrossentropy the predictions are the sigmoid or softmax of the logits, rounded to
float32; dPredictions is the gradient of the loss from those probabilities (CategoricalCrossentropy divides by their sum first, as
Keras does), dLogits that of the fused loss. No probability is near Keras's clip at 1e-7.
"""

import json

import torch
import torch.nn.functional as F

from layers import rounded, values

PATH = "SeqGen.Tests/Goldens/losses.json"

LOSSES = {
    "MeanAbsoluteError": F.l1_loss,
    "MeanSquaredError": F.mse_loss,
    "Huber": lambda predictions, targets: F.huber_loss(predictions, targets, delta=1.0),
    "BinaryCrossentropy": F.binary_cross_entropy,
    # cross_entropy(ln p) = -sum of t ln(p / sum of p), over the second axis
    "CategoricalCrossentropy": lambda predictions, targets: FUSED["CategoricalCrossentropy"](predictions.log(), targets),
}

# From logits
FUSED = {
    "BinaryCrossentropy": F.binary_cross_entropy_with_logits,
    "CategoricalCrossentropy": lambda logits, targets: F.cross_entropy(logits.flatten(0, -2), targets.flatten(0, -2)),
}
PROBABILITIES = {"BinaryCrossentropy": torch.sigmoid, "CategoricalCrossentropy": lambda logits: logits.softmax(-1)}


def loss_and_gradient(function, predictions, targets):
    predictions = predictions.clone().requires_grad_()
    loss = function(predictions, targets)
    return loss, torch.autograd.grad(loss, predictions)[0]


def case(name, shape, seed, soft=False):
    """`soft` targets of the two cross-entropies are probabilities, the others 0 or 1."""
    count = torch.Size(shape).numel()
    logits = predictions = values(count, seed, 2).reshape(shape)
    targets = values(count, seed + 1, 1).reshape(shape)
    if name == "BinaryCrossentropy":
        targets = ((targets + 1) / 2).float().double() if soft else (targets > 0).double()
    elif name == "CategoricalCrossentropy":
        targets = F.one_hot(targets.argmax(-1), shape[-1]).double()
        targets = targets * 0.75 + 0.25 / shape[-1] if soft else targets
        targets = targets.float().double()
    elif count > 1:
        targets.view(-1)[1] = predictions.view(-1)[1]  # an error of exactly 0

    result = {"name": f"{name} {list(shape)}" + ", soft targets" * soft, "loss": name, "shape": shape}
    if name in FUSED:
        predictions = PROBABILITIES[name](logits).float().double()
        assert 1e-3 < predictions.min() and predictions.max() < 1 - 1e-3
        fused, d_logits = loss_and_gradient(FUSED[name], logits, targets)
        result |= {"logits": rounded(logits), "dLogits": rounded(d_logits)}
    value, d_predictions = loss_and_gradient(LOSSES[name], predictions, targets)
    assert name not in FUSED or abs(fused - value) < 1e-6
    return result | {"predictions": rounded(predictions), "targets": rounded(targets),
                     "value": rounded(value)[0], "dPredictions": rounded(d_predictions)}


def main():
    cases = [case(name, shape, 7 * seed, soft)
             for seed, (name, shape, soft) in enumerate(
                 [(name, shape, False) for name in LOSSES for shape in ([4, 3], [4, 1], [4], [2, 3, 4])
                  if name != "CategoricalCrossentropy" or shape[1:] > [1]] +
                 [(name, [4, 3], True) for name in FUSED])]
    with open(PATH, "w", newline="\n") as file:
        file.write('{"cases": [\n' + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]}\n")
    print(f"{len(cases)} cases")


if __name__ == "__main__":
    main()
