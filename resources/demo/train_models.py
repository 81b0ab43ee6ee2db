#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the demo's three models, alike in everything but the mask ratio, and saves them as PyTorch checkpoints.

The token encoder keeps its first random weights: it only says what there is to predict (the normalised embedding of a
window), so the targets cannot collapse to a constant that is easy to predict. Everything behind it is trained.
"""
import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch

from masked_model import MaskedModel, make_projection
from synthetic_eeg import SAMPLING_RATE_HZ, WINDOW, make_recording, make_structure

WIDTH, LAYERS = 64, 2
SEED = 7
RECORDINGS = 240  # with seeds from 1 on; the demo's own begin at 9001
HELD_OUT = 24  # the last of them, for the loss that is reported
TOKENS = 20
EPOCHS, STEPS_PER_EPOCH, BATCH = 12, 100, 48
LEARNING_RATE = 3e-3
MODELS = {"M100": 1.0, "M75": 0.75, "M50": 0.5}


@torch.no_grad()
def embedded_recordings(model, structure):
    """The targets: every window as the frozen token encoder shows it. [recording, channel, token, width]"""
    out = []
    for seed in range(1, RECORDINGS + 1):
        samples = make_recording(structure, seed, TOKENS).astype("f4")
        out.append(model.token_encoder(torch.from_numpy(samples).reshape(len(samples), TOKENS, WINDOW)))
    return torch.stack(out)


def draw_mask(sequences, ratio, generator):
    """ceil(ratio * tokens) masked tokens in each sequence. [sequence, token]"""
    order = torch.rand(sequences, TOKENS, generator=generator).argsort(dim=1)
    return order < math.ceil(ratio * TOKENS)


def masked_loss(model, targets, codes, ratio, generator):
    """Mean squared error at the masked tokens. targets [sequence, token, width], codes [sequence, width]"""
    mask = draw_mask(len(targets), ratio, generator)
    blank = model.token_encoder(torch.zeros(WINDOW)).detach()
    visible = torch.where(mask[..., None], blank, targets)
    position = (torch.arange(TOKENS) / TOKENS).expand(len(targets), TOKENS)
    return (model(visible, position, codes) - targets)[mask].pow(2).mean()


@torch.no_grad()
def held_out_loss(model, embedded, codes, ratio):
    generator = torch.Generator().manual_seed(SEED)
    losses = [masked_loss(model, recording, codes, ratio, generator) for recording in embedded]
    return torch.stack(losses).mean().item()


def train(name, ratio, out):
    torch.manual_seed(SEED)
    generator = torch.Generator().manual_seed(SEED + int(100 * ratio))
    model = MaskedModel(WINDOW, WIDTH, LAYERS)
    model.token_encoder.requires_grad_(False)
    projection = make_projection(WIDTH, generator)
    structure = make_structure()
    embedded = embedded_recordings(model, structure)
    codes = torch.from_numpy(structure.positions).float() @ projection
    sequences, codes_of = embedded[:-HELD_OUT].flatten(0, 1), codes.repeat(RECORDINGS - HELD_OUT, 1)
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=LEARNING_RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=EPOCHS * STEPS_PER_EPOCH)
    best_loss, best = math.inf, None
    for epoch in range(1, EPOCHS + 1):
        for _ in range(STEPS_PER_EPOCH):
            rows = torch.randint(len(sequences), (BATCH,), generator=generator)
            loss = masked_loss(model, sequences[rows], codes_of[rows], ratio, generator)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        held_out = held_out_loss(model, embedded[-HELD_OUT:], codes, ratio)
        print(f"{name} epoch {epoch}: training loss {loss.item():.4f}, held out {held_out:.4f}", flush=True)
        if held_out < best_loss:
            best_loss, best = held_out, (epoch, {k: v.clone() for k, v in model.state_dict().items()})
    save(out, name, ratio, best_loss, *best, projection)


def save(out, name, ratio, best_loss, epoch, tensors, projection):
    config = {
        "d_model": WIDTH, "num_layers": LAYERS, "window_length": WINDOW, "sampling_rate_hz": SAMPLING_RATE_HZ,
        "mask_ratio": ratio, "masking_style": "mae", "mask_replacement": "zeros", "mask_samples_within_token": False,
        "disable_temporal_encoding": False, "disable_spatial_encoding": False, "reconstruct_signal_space": False,
        "lr": LEARNING_RATE, "batch_size": BATCH, "epochs": EPOCHS, "seed": SEED, "dataset_path": "synthetic", "asa_path": None,
    }
    torch.save({"model": tensors, "epoch": epoch, "best_loss": best_loss, "config": config}, out / f"{name}.pt")
    np.save(out / f"{name}.projection.npy", projection.numpy())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder of the checkpoints")
    parser.add_argument("--only", choices=MODELS, help="train one of the models")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    for name, ratio in MODELS.items():
        if arguments.only in (None, name):
            begin = time.monotonic()
            train(name, ratio, arguments.out)
            print(f"{name}: {time.monotonic() - begin:.0f} s", flush=True)


if __name__ == "__main__":
    main()
