#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records PyTorch's losses on the example projects' networks, for `gradweave-cli bench --parity`. Needs torch.

    python3 record_parity.py [NAME...]      writes parity/NAME.json, all of them without a name

Weights and batches are made up in the same way on both sides (app/cli/parity.cpp), so only losses are stored.
Modules are named as the projects' blocks; a project that changes needs its network changed here."""
import json
import math
import os
import sys
import torch
import torch.nn as nn
import torch.nn.functional as F

MASK = 0xFFFFFFFF


def bits(count, stream):
    """The finaliser of MurmurHash3 over a multiple of the position; products wrap at 64 bits, which keeps the low 32."""
    x = ((torch.arange(count) + 1 + stream * 7919) & MASK) * 2654435761 & MASK
    x = (x ^ (x >> 16)) * 2246822519 & MASK
    x = (x ^ (x >> 13)) * 3266489917 & MASK
    return x ^ (x >> 16)


def values(shape, stream, scale, shift=0.0):
    return (shift + scale * (bits(math.prod(shape), stream).double() / 2147483648.0 - 1)).float().reshape(shape)


def classes(shape, stream, count):
    return (bits(math.prod(shape), stream) % count).reshape(shape)


def parameter(name, shape, stream):
    if len(shape) < 2:
        return values(shape, stream, 0.1, 1.0 if name.endswith("weight") else 0.0)
    return values(shape, stream, 1 / math.sqrt(math.prod(shape) / shape[0]))


class Mlp(nn.Module):
    """fashion-mnist-mlp"""
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.fc3 = nn.Linear(784, 128), nn.Linear(128, 64), nn.Linear(64, 10)

    def forward(self, x):
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x.flatten(1))))))


class Cnn(nn.Module):
    """fashion-mnist-cnn"""
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 32, 3), nn.Conv2d(32, 64, 3)
        self.fc1, self.fc2 = nn.Linear(64 * 12 * 12, 128), nn.Linear(128, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv2(F.relu(self.conv1(x)))), 2)
        return self.fc2(F.relu(self.fc1(x.flatten(1))))


# name: network, optimiser, learning rate, batch, steps, data, label: (shape, classes or 0 for quantities), tolerance
NETWORKS = {
    "fashion-mnist-mlp": (Mlp, lambda p, r: torch.optim.SGD(p, lr=r), 0.1, 64, 30, ((1, 28, 28), 0), ((), 10), 1e-4),
    "fashion-mnist-cnn": (Cnn, lambda p, r: torch.optim.Adam(p, lr=r), 0.001, 16, 10, ((1, 28, 28), 0), ((), 10), 1e-3),
}


def record(name):
    make, optimizer, rate, batch, steps, data, label, tolerance = NETWORKS[name]
    network = make()
    with torch.no_grad():
        for stream, (key, p) in enumerate(sorted(network.named_parameters())):
            p.copy_(parameter(key, tuple(p.shape), stream))
    optimizer = optimizer(network.parameters(), rate)
    losses = []
    for step in range(steps):
        fields = []
        for i, (shape, count) in enumerate((data, label)):
            shape, stream = (batch, *shape), 1000 + 8 * step + i
            fields.append(classes(shape, stream, count) if count else values(shape, stream, 1.0))
        optimizer.zero_grad()
        scores = network(fields[0])
        loss = F.cross_entropy(scores.flatten(0, -2), fields[1].flatten())
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {"torch": torch.__version__, "batch": batch, "learning_rate": rate, "losses": losses, "tolerance": tolerance}


if __name__ == "__main__":
    torch.set_num_threads(1)
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "parity")
    for name in sys.argv[1:] or NETWORKS:
        with open(os.path.join(folder, name + ".json"), "w") as file:
            json.dump(record(name), file, indent=1, sort_keys=True)
            file.write("\n")
