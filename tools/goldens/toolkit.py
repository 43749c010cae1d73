"""Writes SeqGen.Tests/Goldens/toolkit.json: optimizer steps, schedules, losses and metrics, in double.

    python3 tools/goldens/toolkit.py       from the repository root; needs PyTorch and NumPy (Debian: python3-torch)

PyTorch gives what means the same there: losses and their gradients by autograd, AdamW, norms that are clipped. (Not its NAdam: up to
1.13 it multiplies one factor in twice.) The rest are Keras's formulas in NumPy; each function says which file of keras/src they are from.
"""

import json
import math

import numpy as np
import torch
import torch.nn.functional as F

from layers import rounded, values

PATH = "SeqGen.Tests/Goldens/toolkit.json"
EPSILON = 1e-7
STEPS = 6
SIZE = 5


def gradients(step):
    return values(SIZE, 40 + step, 2).numpy()


def start():
    return values(SIZE, 39, 1).numpy()


def adam(w, g, state, t, lr, beta1=0.9, beta2=0.999, epsilon=EPSILON):
    """optimizers/adam.py"""
    m = state.setdefault("m", np.zeros(SIZE))
    v = state.setdefault("v", np.zeros(SIZE))
    m += (g - m) * (1 - beta1)
    v += (g * g - v) * (1 - beta2)
    return w - lr * math.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + epsilon)


def nadam(w, g, state, t, lr, beta1=0.9, beta2=0.999):
    """optimizers/nadam.py"""
    m = state.setdefault("m", np.zeros(SIZE))
    v = state.setdefault("v", np.zeros(SIZE))
    m += (g - m) * (1 - beta1)
    v += (g * g - v) * (1 - beta2)
    u, u_next = (beta1 * (1 - 0.5 * 0.96**i) for i in (t, t + 1))
    state["product"] = product = state.get("product", 1) * u
    m_hat = u_next * m / (1 - product * u_next) + (1 - u) * g / (1 - product)
    return w - lr * m_hat / (np.sqrt(v / (1 - beta2**t)) + EPSILON)


def adagrad(w, g, state, t, lr, initial=0.1):
    """optimizers/adagrad.py"""
    a = state.setdefault("a", np.full(SIZE, initial))
    a += g * g
    return w - lr * g / np.sqrt(a + EPSILON)


def sgd(w, g, state, t, lr):
    return w - lr * g


def torch_optimizer(create):
    """Steps of an optimizer of PyTorch."""
    w = torch.tensor(start(), requires_grad=True)
    optimizer = create([w])
    result = []
    for step in range(STEPS):
        w.grad = torch.tensor(gradients(step))
        optimizer.step()
        result.append(rounded(w.detach()))
    return result


def steps(update, lr=0.01, decay=0.0, decayed=slice(None), clip=lambda g: g, accumulation=1, schedule=None, ema=None):
    """optimizers/base_optimizer.py: accumulate, clip, decay, update, average."""
    w, state, result, accumulated, average = start(), {}, [], np.zeros(SIZE), None
    for step in range(STEPS):
        rate = schedule(step) if schedule else lr
        accumulated = accumulated + gradients(step)
        first = step // accumulation == 0
        if (step + 1) % accumulation == 0:
            g = clip(accumulated / accumulation)
            w = w.copy()
            w[decayed] -= w[decayed] * decay * rate
            w = update(w, g, state, step // accumulation + 1, rate)
            accumulated = np.zeros(SIZE)
        if ema is not None:
            average = w.copy() if first else ema * average + (1 - ema) * w
        result.append(rounded(torch.tensor(w)))
    return result if ema is None else [rounded(torch.tensor(average))]


def clip_norms(most, parts):
    """Each part by itself, by PyTorch. Its 1e-6 beside the norm is taken out again."""
    def clip(g):
        g = g.copy()
        for part in parts:
            norm = torch.linalg.vector_norm(torch.tensor(g[part])).item()
            g[part] *= most / max(norm, most)
        return g
    return clip


# The tensors of the test's model: [4] and [1].
KERNEL, BIAS, ALL = slice(0, 4), slice(4, 5), slice(0, 5)


def optimizers():
    linear = lambda step: 0.1 / (1 + 0.5 * step)
    return {
        "Adam": steps(adam),
        "AdamW": torch_like_adamw(),
        "Nadam": steps(nadam),
        "Adagrad": steps(adagrad),
        "Adagrad from 0.5": steps(lambda *a: adagrad(*a, initial=0.5)),
        "Sgd, weight decay": steps(sgd, decay=0.3),
        "Sgd, weight decay of the kernel": steps(sgd, decay=0.3, decayed=KERNEL),
        "Sgd, clip value": steps(sgd, clip=lambda g: np.clip(g, -0.5, 0.5)),
        "Sgd, clip norm": steps(sgd, clip=clip_norms(0.9, [KERNEL, BIAS])),
        "Sgd, global clip norm": steps(sgd, clip=clip_norms(0.9, [ALL])),
        "Adam, accumulation": steps(adam, accumulation=2),
        "Adam, accumulation, schedule": steps(adam, accumulation=3, schedule=linear),
        "Adam, schedule": steps(adam, schedule=linear),
        "Adam, ema": steps(adam, ema=0.8),
        "Adam, accumulation, ema": steps(adam, accumulation=2, ema=0.8),
        "Adam, all": steps(adam, decay=0.1, decayed=KERNEL, clip=clip_norms(0.5, [ALL]), accumulation=2, schedule=linear),
    }


def torch_like_adamw():
    """AdamW with Keras's place of epsilon: Adam's steps, decay 0.004."""
    ours = steps(adam, decay=0.004)
    torchs = torch_optimizer(lambda p: torch.optim.AdamW(p, lr=0.01, eps=1e-12, weight_decay=0.004))
    assert np.allclose(ours, torchs, atol=1e-6)
    return ours


def schedules():
    """optimizers/schedules/learning_rate_schedule.py"""
    def polynomial(step, cycle, power):
        n = 10
        if cycle:
            n *= 1 if step == 0 else math.ceil(step / n)
        return (0.1 - 0.01) * (1 - min(step, n) / n) ** power + 0.01

    def cosine(step, lr=0.1, n=10, alpha=0.05):
        return lr * ((1 - alpha) * 0.5 * (1 + math.cos(math.pi * min(step, n) / n)) + alpha)

    def warm(step):
        return 0.01 + (0.2 - 0.01) * step / 4 if step < 4 else cosine(step - 4, 0.2)

    def restarts(step, t_mul, m_mul, alpha=0.1, first=4):
        i, length, begin = 0, first, 0
        while step >= begin + length - 1e-9:
            begin += length
            length *= t_mul
            i += 1
        part = (step - begin) / length
        return 0.1 * ((1 - alpha) * 0.5 * m_mul**i * (1 + math.cos(math.pi * part)) + alpha)

    functions = {
        "ExponentialDecay": lambda s: 0.1 * 0.5 ** (s / 10),
        "ExponentialDecay, staircase": lambda s: 0.1 * 0.5 ** (s // 10),
        "InverseTimeDecay": lambda s: 0.1 / (1 + 0.5 * s / 10),
        "InverseTimeDecay, staircase": lambda s: 0.1 / (1 + 0.5 * (s // 10)),
        "PolynomialDecay": lambda s: polynomial(s, False, 1),
        "PolynomialDecay, squared": lambda s: polynomial(s, False, 2),
        "PolynomialDecay, cycle": lambda s: polynomial(s, True, 2),
        "PiecewiseConstantDecay": lambda s: 0.1 if s <= 3 else 0.01 if s <= 12 else 0.001,
        "CosineDecay": cosine,
        "CosineDecay, warm-up": warm,
        "CosineDecayRestarts": lambda s: restarts(s, 2, 0.5),
        "CosineDecayRestarts, even": lambda s: restarts(s, 1, 1),
    }
    return {name: [function(step) for step in range(25)] for name, function in functions.items()}


def losses():
    """losses/losses.py; gradients by autograd."""
    rows, features = 4, 3
    raw = values(rows * features, 70, 2).reshape(rows, features)
    targets = values(rows * features, 71, 2).reshape(rows, features)
    positive, counts = (raw.abs() + 0.1).float().double(), (targets.abs() * 3).round()
    chances = raw.softmax(-1).float().double()
    wanted = targets.softmax(-1).float().double()
    labels = targets.argmax(-1)
    one_hot = F.one_hot(labels, features).double()
    signs = torch.where(targets > 0, 1.0, -1.0).double()
    clip = lambda x: x.clamp(EPSILON, 1)
    log1p = lambda x: torch.log(x.clamp(min=EPSILON) + 1)
    sigmoid = raw.sigmoid().float().double()
    binary = (targets > 0).double()
    smooth = lambda t, s, k: t * (1 - s) + s / k
    cases = [
        ("MeanSquaredLogarithmicError", raw, targets, lambda o, t: (log1p(o) - log1p(t)).square().mean(-1)),
        ("MeanAbsolutePercentageError", raw, targets, lambda o, t: 100 * ((t - o).abs() / t.abs().clamp(min=EPSILON)).mean(-1)),
        ("LogCosh", raw, targets, lambda o, t: (o - t).cosh().log().mean(-1)),
        ("Poisson", positive, counts, lambda o, t: F.poisson_nll_loss(o, t, log_input=False, eps=EPSILON, reduction="none").mean(-1)),
        ("Hinge", raw, signs, lambda o, t: (1 - t * o).clamp(min=0).mean(-1)),
        ("Hinge, 0 and 1", raw, (signs + 1) / 2, lambda o, t: (1 - signs * o).clamp(min=0).mean(-1)),
        ("KlDivergence", chances, wanted, lambda o, t: F.kl_div(clip(o).log(), clip(t), reduction="none").sum(-1)),
        ("Quantile 0.9", raw, targets, lambda o, t: torch.maximum(0.9 * (t - o), -0.1 * (t - o)).mean(-1)),
        ("SparseCategoricalCrossentropy", chances, labels.double(), lambda o, t: F.cross_entropy(o.log(), t.long(), reduction="none")),
        ("BinaryCrossentropy, smooth", sigmoid, binary,
         lambda o, t: F.binary_cross_entropy(o, smooth(t, 0.2, 2), reduction="none").mean(-1)),
        ("CategoricalCrossentropy, smooth", chances, one_hot,
         lambda o, t: F.cross_entropy(o.log(), t, label_smoothing=0.2, reduction="none")),
        ("BinaryCrossentropy, smooth, logits", raw, binary,
         lambda o, t: F.binary_cross_entropy_with_logits(o, smooth(t, 0.2, 2), reduction="none").mean(-1)),
        ("CategoricalCrossentropy, smooth, logits", raw, one_hot,
         lambda o, t: F.cross_entropy(o, t, label_smoothing=0.2, reduction="none")),
        ("SparseCategoricalCrossentropy, logits", raw, labels.double(), lambda o, t: F.cross_entropy(o, t.long(), reduction="none")),
    ]
    return [loss_case(*case) for case in cases]


def loss_case(name, outputs, targets, function):
    outputs = outputs.clone().requires_grad_()
    by_row = function(outputs, targets)
    gradient = torch.autograd.grad(by_row.sum(), outputs)[0]
    return {"name": name, "outputs": rounded(outputs.detach()), "targets": rounded(targets), "rows": rounded(by_row.detach()),
            "dOutputs": rounded(gradient)}


def confusion(chances, truth, thresholds):
    called = chances[None, :] > thresholds[:, None]
    tp = (called & (truth == 1)).sum(1).astype(float)
    fp = (called & (truth == 0)).sum(1).astype(float)
    return tp, fp, (truth == 1).sum() - tp, (truth == 0).sum() - fp


def divide(a, b):
    return np.where(b == 0, 0.0, a / np.where(b == 0, 1, b))


def auc(chances, truth, n=200):
    """metrics/confusion_metrics.py: ROC by trapezoids, PR by interpolate_pr_auc."""
    inner = [(i + 1) / (n - 1) for i in range(n - 2)]
    tp, fp, fn, tn = confusion(chances, truth, np.array([-EPSILON] + inner + [1 + EPSILON]))
    x, y = divide(fp, fp + tn), divide(tp, tp + fn)
    roc = ((x[:-1] - x[1:]) * (y[:-1] + y[1:]) / 2).sum()
    dtp, p = tp[:-1] - tp[1:], tp + fp
    slope = divide(dtp, np.maximum(p[:-1] - p[1:], 0))
    intercept = tp[1:] - slope * p[1:]
    both = (p[:-1] > 0) & (p[1:] > 0)
    ratio = np.where(both, divide(p[:-1], np.maximum(p[1:], 0)), 1)
    return roc, divide(slope * (dtp + intercept * np.log(ratio)), np.maximum(tp[1:] + fn[1:], 0)).sum()


def f1(called, truth, average):
    """metrics/f_score_metrics.py"""
    axis = None if average == "Micro" else 0
    tp = (called * truth).sum(axis)
    precision = tp / (tp + (called * (1 - truth)).sum(axis) + EPSILON)
    recall = tp / (tp + ((1 - called) * truth).sum(axis) + EPSILON)
    score = 2 * precision * recall / (precision + recall + EPSILON)
    weights = truth.sum(0)
    return (score * weights / (weights.sum() + EPSILON)).sum() if average == "Weighted" else score.mean()


def metrics():
    """metrics/*.py"""
    rows, features = 60, 3
    o = values(rows * features, 80, 1).numpy().reshape(rows, features)
    t = (o + values(rows * features, 81, 1).numpy().reshape(rows, features)).astype(np.float32).astype(float)
    classes = np.eye(features)[t.argmax(1)]
    chances = ((o[:, 0] + 1) / 2).astype(np.float32).astype(float)
    truth = (t[:, 0] > 0).astype(float)
    e = t - o
    total = (t * t).sum(0) - t.sum(0) * t.mean(0)
    called = (o >= o.max(1, keepdims=True)).astype(float)
    tp, fp, fn, _ = (c[0] for c in confusion(chances, truth, np.array([0.5])))
    roc, pr = auc(chances, truth)
    result = {
        "mean_absolute_error": abs(e).mean(), "mean_squared_error": (e * e).mean(),
        "root_mean_squared_error": math.sqrt((e * e).mean()),
        "mean_absolute_percentage_error": (100 * abs(e) / np.maximum(abs(t), EPSILON)).mean(),
        "r2_score": (1 - (e * e).sum(0) / total).mean(),
        "categorical_accuracy": (o.argmax(1) == t.argmax(1)).mean(),
        "binary_accuracy": ((chances > 0.5) == (truth == 1)).mean(),
        "precision": tp / (tp + fp), "recall": tp / (tp + fn), "auc": roc, "auc pr": pr,
        "f1_score": f1((chances > 0.5)[:, None] * 1.0, truth[:, None], "Macro"),
    }
    result |= {f"f1_score {average}": f1(called, classes, average) for average in ("Macro", "Micro", "Weighted")}
    assert abs(result["f1_score Micro"] - result["categorical_accuracy"]) < 1e-6
    return {"features": features, "outputs": o.ravel().tolist(), "targets": t.ravel().tolist(), "classes": classes.ravel().tolist(),
            "labels": t.argmax(1).tolist(), "chances": chances.tolist(), "truth": truth.tolist(),
            "results": {name: float(value) for name, value in result.items()}}


def main():
    document = {
        "optimizers": {"start": start().tolist(), "gradients": [gradients(s).tolist() for s in range(STEPS)], "steps": optimizers()},
        "schedules": schedules(), "losses": losses(), "metrics": metrics(),
    }
    with open(PATH, "w", newline="\n") as file:
        parts = [f'"{name}":{json.dumps(part, separators=(",", ":"))}' for name, part in document.items()]
        file.write("{\n" + ",\n".join(parts) + "\n}\n")
    print({name: len(part) for name, part in document.items()})


if __name__ == "__main__":
    main()
