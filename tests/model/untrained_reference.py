# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Untrained weights beside those of PyTorch modules put together in the same way.

usage: untrained_reference.py FOLDER SEEDS

FOLDER/cases.txt: one network a line, "name generation backbone d_model window"; FOLDER/<name>.<seed>.names and .values:
its tensors and their float32 numbers. Writes FOLDER/distances.txt (tensor, largest distance between the distribution of
all seeds and that of as many modules, its limit) and FOLDER/<name>.pt, a checkpoint of seed 0.
"""
import math
import pathlib
import sys

import numpy
import torch
from torch import nn

folder, seeds = pathlib.Path(sys.argv[1]), int(sys.argv[2])


def start_step(size):
    """Inverse softplus of a step between 0.001 and 0.1, as mamba_ssm starts it."""
    step = torch.exp(torch.empty(size).uniform_(math.log(0.001), math.log(0.1))).clamp(min=1e-4)
    return torch.log(torch.expm1(step))


class Mamba1(nn.Module):
    def __init__(self, d, states=16):
        super().__init__()
        inner, rank = 2 * d, math.ceil(d / 16)
        self.in_proj = nn.Linear(d, 2 * inner, bias=False)
        self.conv1d = nn.Conv1d(inner, inner, 4, groups=inner)
        self.x_proj = nn.Linear(inner, rank + 2 * states, bias=False)
        self.dt_proj = nn.Linear(rank, inner)
        nn.init.uniform_(self.dt_proj.weight, -(rank ** -0.5), rank ** -0.5)
        self.dt_proj.bias.data = start_step(inner)
        self.A_log = nn.Parameter(torch.log(torch.arange(1.0, states + 1)).repeat(inner, 1))
        self.D = nn.Parameter(torch.ones(inner))
        self.out_proj = nn.Linear(inner, d, bias=False)


class Mamba2(nn.Module):
    def __init__(self, d, states=32):
        super().__init__()
        inner, heads = 2 * d, d
        convolved = inner + 2 * states
        self.in_proj = nn.Linear(d, inner + convolved + heads, bias=False)
        self.conv1d = nn.Conv1d(convolved, convolved, 4, groups=convolved)
        self.dt_bias = nn.Parameter(start_step(heads))
        self.A_log = nn.Parameter(torch.log(torch.empty(heads).uniform_(1, 16)))
        self.D = nn.Parameter(torch.ones(heads))
        self.norm = nn.Module()
        self.norm.weight = nn.Parameter(torch.ones(inner))
        self.out_proj = nn.Linear(inner, d, bias=False)


class Backbone(nn.Module):
    def __init__(self, kind, d, layers=2):
        super().__init__()
        if kind == "transformer":
            self.layers = nn.ModuleList(
                nn.TransformerEncoder(nn.TransformerEncoderLayer(d, 4, 4 * d), 1) for _ in range(layers))
        else:
            self.layers = nn.ModuleList({"mamba1": Mamba1, "mamba2": Mamba2}[kind](d) for _ in range(layers))
            self.layer_norms = nn.ModuleList(nn.LayerNorm(d) for _ in range(layers))
        self.out_norm = nn.LayerNorm(d)


class Network(nn.Module):
    def __init__(self, generation, kind, d, window):
        super().__init__()
        if generation == "A":
            self.token_encoder = nn.ModuleDict({"proj": nn.Linear(window, d), "norm": nn.LayerNorm(d)})
        elif generation == "C-strided":
            k = window // d
            self.input_proj = nn.ModuleList([nn.Conv1d(1, 1, k, stride=k, bias=False), nn.LayerNorm(d)])
            self.output_proj = nn.ModuleList([nn.LayerNorm(d), nn.ConvTranspose1d(1, 1, k, stride=k, bias=False)])
        elif generation == "C-pool":
            self.input_proj = nn.ModuleList([nn.AdaptiveAvgPool1d(d), nn.LayerNorm(d)])
            self.output_proj = nn.ModuleList([nn.LayerNorm(d), nn.Linear(d, window)])
        self.temporal_encoder = nn.ModuleDict({"lin": nn.Linear(1, d)})
        self.backbone = Backbone(kind, d)


def read(stem):
    values, tensors, at = numpy.fromfile(folder / (stem + ".values"), numpy.float32), {}, 0
    for line in (folder / (stem + ".names")).read_text().splitlines():
        name, *shape = line.split()
        shape = [int(size) for size in shape]
        count = math.prod(shape)
        tensors[name] = torch.from_numpy(values[at:at + count].reshape(shape))
        at += count
    assert at == len(values)
    return tensors


def distance(a, b):
    """Largest difference of the two distribution functions (Kolmogorov, Smirnov); values 1e-6 apart are one."""
    a, b = (numpy.sort(numpy.round(x, 6)) for x in (a, b))
    places = numpy.concatenate([a, b])
    return numpy.abs(numpy.searchsorted(a, places, "right") / len(a)
                     - numpy.searchsorted(b, places, "right") / len(b)).max()


torch.manual_seed(20260101)
with open(folder / "distances.txt", "w") as answers:
    for line in (folder / "cases.txt").read_text().splitlines():
        case, generation, kind, d, window = line.split()
        found = [read(f"{case}.{seed}") for seed in range(seeds)]
        modules = [Network(generation, kind, int(d), int(window)) for _ in range(seeds)]
        expected = [module.state_dict() for module in modules]
        assert {n: v.shape for n, v in found[0].items()} == {n: v.shape for n, v in expected[0].items()}
        for name in found[0]:
            ours, theirs = (numpy.concatenate([copy[name].numpy().ravel() for copy in copies])
                            for copies in (found, expected))
            constant = theirs.min() == theirs.max()
            # A distance that two draws of one law exceed once in a million; none at all where it is a constant.
            limit = 0 if constant else math.sqrt(-math.log(0.5e-6) / 2 * (1 / len(ours) + 1 / len(theirs)))
            answers.write(f"{case}:{name} {distance(ours, theirs):.6f} {limit:.6f}\n")
        torch.save({"model": found[0], "config": {}, "epoch": 0}, folder / (case + ".pt"))
