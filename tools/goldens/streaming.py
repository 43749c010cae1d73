"""Truncated backpropagation through time in PyTorch: parameters and states after chunks of a stream, carried and detached.

Writes SeqGen.Tests/Goldens/streaming.json. Run with Debian's python3-torch.
"""
import json
import os

import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(5)

STREAMS, CHUNK, CHUNKS, FEATURES, UNITS, OUTPUTS, RATE = 2, 4, 3, 2, 5, 3, 0.1


def lstm(x, h, c, w, u, b):
    i, f, g, o = (x @ w + h @ u + b).chunk(4, dim=1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


def gru(x, h, _, w, u, b):
    zx, rx, nx = (x @ w + b[0]).chunk(3, dim=1)
    zh, rh, nh = (h @ u + b[1]).chunk(3, dim=1)
    z, r = (zx + zh).sigmoid(), (rx + rh).sigmoid()
    n = (nx + r * nh).tanh()
    return z * h + (1 - z) * n, h


def train(step, gates, bias):
    shapes = [(FEATURES, gates * UNITS), (UNITS, gates * UNITS), bias, (UNITS, OUTPUTS), (OUTPUTS,)]
    parameters = [(torch.rand(shape) - 0.5).requires_grad_() for shape in shapes]
    start = torch.cat([p.detach().reshape(-1) for p in parameters])
    w, u, b, dense, dense_bias = parameters
    inputs = torch.rand(STREAMS, CHUNKS * CHUNK, FEATURES) * 2 - 1
    targets = torch.rand(STREAMS, CHUNKS * CHUNK, OUTPUTS) * 2 - 1
    h, c, losses = torch.zeros(STREAMS, UNITS), torch.zeros(STREAMS, UNITS), []
    for chunk in range(CHUNKS):
        outputs = []
        for t in range(chunk * CHUNK, (chunk + 1) * CHUNK):
            h, c = step(inputs[:, t], h, c, w, u, b)
            outputs.append(h @ dense + dense_bias)
        loss = ((torch.stack(outputs, 1) - targets[:, chunk * CHUNK:(chunk + 1) * CHUNK]) ** 2).mean()
        gradients = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            for parameter, gradient in zip(parameters, gradients):
                parameter -= RATE * gradient
        h, c = h.detach(), c.detach()
        losses.append(loss.item())
    return {
        "parameters": start.tolist(), "inputs": inputs.reshape(-1).tolist(), "targets": targets.reshape(-1).tolist(), "losses": losses,
        "trained": torch.cat([p.detach().reshape(-1) for p in parameters]).tolist(),
    }


path = os.path.join(os.path.dirname(__file__), "..", "..", "SeqGen.Tests", "Goldens", "streaming.json")
with open(path, "w") as file:
    json.dump({"lstm": train(lstm, 4, (4 * UNITS,)), "gru": train(gru, 3, (2, 3 * UNITS))}, file)
    file.write("\n")
