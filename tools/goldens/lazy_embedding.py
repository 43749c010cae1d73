"""Writes SeqGen.Tests/Goldens/lazy_embedding.json: an embedding trained by PyTorch's SparseAdam, whose formula is that of Keras's Adam.

    python3 tools/goldens/lazy_embedding.py        from the repository root; needs PyTorch (Debian: python3-torch)

    [SequenceModel(4), Embedding(11, 5, LazyUpdate = true), GlobalAveragePooling1D, Dense(2, Trainable = false)]

Parameters are by the formula of layers.json with seed 1 and scale 0.5. Each step has three samples of tokens, targets by the formula with
seed 10 + step and scale 1, and the mean squared error.
"""

import json

import torch

from layers import rounded, values

PATH = "SeqGen.Tests/Goldens/lazy_embedding.json"
VOCABULARY, DIMENSIONS, TIMESTEPS, SAMPLES, STEPS, RATE = 11, 5, 4, 3, 6, 0.05


def main():
    parameters = values(VOCABULARY * DIMENSIONS + DIMENSIONS * 2 + 2, 1, 0.5)
    table, kernel, bias = parameters.split([VOCABULARY * DIMENSIONS, DIMENSIONS * 2, 2])
    embedding = torch.nn.Embedding(VOCABULARY, DIMENSIONS, sparse=True, _weight=table.reshape(VOCABULARY, DIMENSIONS).clone())
    optimizer = torch.optim.SparseAdam(list(embedding.parameters()), lr=RATE, eps=1e-7)
    batches, tables, losses = [], [], []
    for step in range(STEPS):
        # Rows 0 to 6, shifted, so that some are left out now and then and some come twice.
        tokens = torch.tensor([[(3 * i * i + i * step + step) % 7 + step % 4 for i in range(j, j + TIMESTEPS)] for j in range(SAMPLES)])
        targets = values(SAMPLES * 2, 10 + step, 1).reshape(SAMPLES, 2)
        optimizer.zero_grad()
        outputs = embedding(tokens).mean(1) @ kernel.reshape(DIMENSIONS, 2) + bias
        loss = ((outputs - targets) ** 2).mean()
        loss.backward()
        optimizer.step()
        batches.append(tokens.flatten().tolist())
        losses.append(loss.item())
        tables.append(rounded(embedding.weight))
    with open(PATH, "w", newline="\n") as file:
        json.dump({"rate": RATE, "tokens": batches, "losses": losses, "tables": tables}, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
