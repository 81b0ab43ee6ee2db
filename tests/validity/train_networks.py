#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the networks of the known-truth check, three of each kind, and saves them as small checkpoints (float16).

train_networks.py [--out FOLDER] [NAME...], NAME as in all_1, pos_3; all of them without one.
"""
import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from known_recordings import RATE_HZ, WINDOW, WORLD, World  # first: it finds the demo's folder
import masked_model
from masked_model import MaskedModel, make_projection

masked_model.STATE = 8
WIDTH, LAYERS, HEADS = 32, 2, 4
SEEDS = (1, 2, 3)
RECORDINGS = 96
STEPS, WARM_UP, BATCH = 600, 60, 24
LEARNING_RATE = 4e-3


class AttentionLayer(nn.Module):
    def __init__(self):
        super().__init__()
        layer = nn.TransformerEncoderLayer(WIDTH, HEADS, 4 * WIDTH, dropout=0.0, batch_first=True)
        self.layers = nn.ModuleList([layer])


class AttentionBackbone(nn.Module):
    """Its tensors are named as in the checkpoints of generation A."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(AttentionLayer() for _ in range(LAYERS))
        self.out_norm = nn.LayerNorm(WIDTH)

    def forward(self, tokens):
        for layer in self.layers:
            tokens = layer.layers[0](tokens)
        return self.out_norm(tokens)


def make_model(block):
    model = MaskedModel(WINDOW, WIDTH, LAYERS)
    if block == "transformer":
        model.backbone = AttentionBackbone()
    model.token_encoder.requires_grad_(False)  # targets that cannot collapse
    with torch.no_grad():
        for tensor in model.token_encoder.parameters():
            tensor.copy_(tensor.half())  # what the checkpoint will hold
    return model


class Batches:
    """Sequences of one length at a time, with the codes the network is shown: shuffled ones tell it nothing."""

    def __init__(self, world, kind, seed, model, codes, generator):
        self.of, self.codes, self.generator = world.kinds[kind], codes, generator
        self.by_length = {}
        for i in range(RECORDINGS):
            samples = torch.from_numpy(world.recording(kind, 1, seed, i).astype("f4"))
            with torch.no_grad():
                self.by_length.setdefault(samples.shape[1], []).append(model.token_encoder(samples))
        self.by_length = {tokens: torch.stack(found) for tokens, found in self.by_length.items()}
        self.lengths = [tokens for tokens, found in self.by_length.items() for _ in range(len(found))]

    def pick(self, count, of):
        return torch.randint(of, (count,), generator=self.generator)

    def draw(self):
        tokens = self.lengths[int(self.pick(1, len(self.lengths)))]
        found = self.by_length[tokens]
        channel = self.pick(BATCH, len(self.codes))
        targets = found[self.pick(BATCH, len(found)), channel]
        order = torch.rand(BATCH, tokens, generator=self.generator).argsort(dim=1)
        mask = order < math.ceil(self.of["own_ratio"] * tokens)
        position = (torch.arange(tokens) / tokens).expand(BATCH, tokens)
        if self.of.get("shuffled") == "time":
            position = position.gather(1, torch.rand(BATCH, tokens, generator=self.generator).argsort(dim=1))
        shown = self.pick(BATCH, len(self.codes)) if self.of.get("shuffled") == "place" else channel
        return targets, mask, position, self.codes[shown]


def train(world, kind, seed):
    torch.manual_seed(100 * seed + list(world.kinds).index(kind))
    generator = torch.Generator().manual_seed(seed)
    model = make_model(world.kinds[kind].get("block"))
    projection = make_projection(WIDTH, generator)
    batches = Batches(world, kind, seed, model, torch.from_numpy(world.positions).float() @ projection, generator)
    blank = model.token_encoder(torch.zeros(WINDOW)).detach()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=LEARNING_RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1, (s + 1) / WARM_UP) * (0.01 + 0.99 * math.cos(0.5 * math.pi * s / STEPS) ** 2))
    losses = []
    for _ in range(STEPS):
        targets, mask, position, codes = batches.draw()
        predictions = model(torch.where(mask[..., None], blank, targets), position, codes)
        loss = (predictions - targets)[mask].pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    return model, projection, losses


def save(out, name, ratio, model, projection, loss):
    config = {
        "d_model": WIDTH, "num_layers": LAYERS, "window_length": WINDOW, "sampling_rate_hz": RATE_HZ, "mask_ratio": ratio,
        "masking_style": "mae", "mask_replacement": "zeros", "mask_samples_within_token": False,
        "disable_temporal_encoding": False, "disable_spatial_encoding": False, "reconstruct_signal_space": False,
    }
    tensors = {key: value.half() for key, value in model.state_dict().items()}
    torch.save({"model": tensors, "epoch": 1, "best_loss": loss, "config": config}, out / f"{name}.pt")
    np.save(out / f"{name}.projection.npy", projection.numpy())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=WORLD.parent, help="folder of the checkpoints")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    world = World()
    for name in arguments.names or [f"{kind}_{seed}" for seed in SEEDS for kind in world.kinds]:
        kind, seed = name.split("_")
        begin = time.monotonic()
        model, projection, losses = train(world, kind, int(seed))
        save(arguments.out, name, world.kinds[kind]["own_ratio"], model, projection, float(np.mean(losses[-50:])))
        print(f"{name}: {time.monotonic() - begin:.0f} s, loss {np.mean(losses[:10]):.3f} -> {np.mean(losses[-50:]):.3f}",
              flush=True)


if __name__ == "__main__":
    main()
