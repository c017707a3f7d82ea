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


class Block(nn.Module):
    """One residual block; gives its modules to the network, whose blocks have no nested names."""
    def __init__(self, network, name, i, o, stride):
        super().__init__()
        network.add_module(name + "_conv1", nn.Conv2d(i, o, 3, stride, 1, bias=False))
        network.add_module(name + "_bn1", nn.BatchNorm2d(o))
        network.add_module(name + "_conv2", nn.Conv2d(o, o, 3, 1, 1, bias=False))
        network.add_module(name + "_bn2", nn.BatchNorm2d(o))
        self.shortcut = stride != 1 or i != o
        if self.shortcut:
            network.add_module(name + "_short", nn.Conv2d(i, o, 1, stride, bias=False))
            network.add_module(name + "_short_bn", nn.BatchNorm2d(o))
        self.name = name

    def run(self, network, x):
        part = lambda suffix: getattr(network, self.name + suffix)
        h = part("_bn2")(part("_conv2")(F.relu(part("_bn1")(part("_conv1")(x)))))
        return F.relu(h + (part("_short_bn")(part("_short")(x)) if self.shortcut else x))


class ResNet(nn.Module):
    """resnet-small"""
    def __init__(self):
        super().__init__()
        self.stem, self.stem_bn = nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        blocks, i = [], 16
        for stage, (o, stride) in enumerate(((16, 1), (32, 2), (64, 2)), 1):
            for k in (1, 2):
                blocks.append(Block(self, f"s{stage}b{k}", i, o, stride if k == 1 else 1))
                i = o
        self.blocks, self.fc = blocks, nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.stem_bn(self.stem(x)))
        for block in self.blocks:
            x = block.run(self, x)
        return self.fc(x.mean((2, 3)))


class Position(nn.Module):
    """Learned positions, named as an embedding's table."""
    def __init__(self, length, size):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(length, size))

    def forward(self, x):
        return x + self.weight


class Transformer(nn.Module):
    """char-transformer"""
    def __init__(self, vocabulary=71, size=128, length=128):
        super().__init__()
        self.embedding, self.position = nn.Embedding(vocabulary, size), Position(length, size)
        for k in range(1, 5):
            self.add_module(f"ln{k}a", nn.LayerNorm(size))
            self.add_module(f"attn{k}", nn.MultiheadAttention(size, 4, batch_first=True))
            self.add_module(f"ln{k}b", nn.LayerNorm(size))
            self.add_module(f"mlp{k}a", nn.Linear(size, 4 * size))
            self.add_module(f"mlp{k}b", nn.Linear(4 * size, size))
        self.ln, self.head = nn.LayerNorm(size), nn.Linear(size, vocabulary)
        self.mask = torch.full((length, length), float("-inf")).triu(1)

    def forward(self, x):
        x = self.position(self.embedding(x))
        for k in range(1, 5):
            part = lambda name: getattr(self, name)
            h = part(f"ln{k}a")(x)
            x = x + part(f"attn{k}")(h, h, h, attn_mask=self.mask, need_weights=False)[0]
            x = x + part(f"mlp{k}b")(F.gelu(part(f"mlp{k}a")(part(f"ln{k}b")(x))))
        return self.head(self.ln(x))


class Lstm(nn.Module):
    """lstm-sequence"""
    def __init__(self):
        super().__init__()
        self.lstm, self.fc = nn.LSTM(64, 128, batch_first=True), nn.Linear(128, 10)

    def forward(self, x):
        return self.fc(self.lstm(x)[0][:, -1])


# A network with ReLU jumps: a sum that rounds to the other side of 0 gives another gradient. How far that carries depends on
# the learning rate and the batch, so each network is recorded where PyTorch's own kernels (oneDNN's, its native ones,
# channels-last) stay together: record() refuses otherwise. At batch 8 and rate 0.001 they spread by 5e-5 on the residual network
# in ten steps; with tanh or softplus in place of ReLU, by 4e-7.
# name: network, optimiser, learning rate, batch, steps, data, label: (shape, classes or 0 for quantities), tolerance
NETWORKS = {
    "fashion-mnist-mlp": (Mlp, lambda p, r: torch.optim.SGD(p, lr=r), 0.1, 64, 30, ((1, 28, 28), 0), ((), 10), 2e-6),
    "fashion-mnist-cnn": (Cnn, lambda p, r: torch.optim.Adam(p, lr=r), 0.001, 16, 10, ((1, 28, 28), 0), ((), 10), 2e-6),
    "resnet-small": (ResNet, lambda p, r: torch.optim.SGD(p, lr=r, momentum=0.9), 0.0005, 64, 10, ((3, 32, 32), 0), ((), 10), 2e-6),
    "char-transformer": (Transformer, lambda p, r: torch.optim.AdamW(p, lr=r, weight_decay=0.01), 0.001, 2, 10,
                         ((128,), 71), ((128,), 71), 2e-6),
    "lstm-sequence": (Lstm, lambda p, r: torch.optim.Adam(p, lr=r), 0.001, 8, 10, ((64, 64), 0), ((), 10), 2e-6),
}


def losses(name, dtype=torch.float32, library=True, channels_last=False):
    make, optimizer, rate, batch, steps, data, label, _ = NETWORKS[name]
    torch.set_default_dtype(dtype)
    form = torch.channels_last if channels_last else torch.contiguous_format
    network = make()
    with torch.no_grad():
        for stream, (key, p) in enumerate(sorted(network.named_parameters())):
            p.copy_(parameter(key, tuple(p.shape), stream))
    network.to(memory_format=form)
    optimizer = optimizer(network.parameters(), rate)
    result = []
    with torch.backends.mkldnn.flags(enabled=library):
        for step in range(steps):
            fields = []
            for i, (shape, count) in enumerate((data, label)):
                shape, stream = (batch, *shape), 1000 + 8 * step + i
                fields.append(classes(shape, stream, count) if count else values(shape, stream, 1.0).to(dtype))
            if fields[0].dim() == 4:
                fields[0] = fields[0].to(memory_format=form)
            optimizer.zero_grad()
            scores = network(fields[0])
            loss = F.cross_entropy(scores.flatten(0, -2), fields[1].flatten())
            loss.backward()
            optimizer.step()
            result.append(loss.item())
    return result


def record(name):
    _, _, rate, batch, _, _, _, tolerance = NETWORKS[name]
    exact = losses(name, torch.float64)
    spread = 0
    for library in (True, False):
        for channels_last in (False, True):
            f32 = losses(name, torch.float32, library, channels_last)
            spread = max(spread, *(abs(a - b) / max(1, abs(b)) for a, b in zip(f32, exact)))
    print(f"{name}: PyTorch's kernels in f32 stay within {spread:.1e} of f64")
    if spread > tolerance / 2:
        sys.exit(f"{name}: too far for a tolerance of {tolerance}; take a lower learning rate or a larger batch")
    return {"torch": torch.__version__, "batch": batch, "learning_rate": rate, "losses": exact, "tolerance": tolerance}


if __name__ == "__main__":
    torch.set_num_threads(1)
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "parity")
    for name in sys.argv[1:] or NETWORKS:
        with open(os.path.join(folder, name + ".json"), "w") as file:
            json.dump(record(name), file, indent=1, sort_keys=True)
            file.write("\n")
