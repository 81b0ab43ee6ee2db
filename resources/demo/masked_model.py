# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A masked EEG model with Mamba-1 blocks (Gu and Dao, "Mamba", 2023), its tensors named as in the checkpoints of generation A."""
import math

import torch
from torch import nn
from torch.nn import functional as F

STATE = 16  # numbers of one state per inner channel
KERNEL = 4  # taps of the causal convolution


class SelectiveBlock(nn.Module):
    """A gated selective state space: state' = exp(step A) state + step u B, output = <state, C> + D u."""

    def __init__(self, width):
        super().__init__()
        inner, self.rank = 2 * width, math.ceil(width / 16)
        self.A_log = nn.Parameter(torch.log(torch.arange(1.0, STATE + 1)).repeat(inner, 1))
        self.D = nn.Parameter(torch.ones(inner))
        self.in_proj = nn.Linear(width, 2 * inner, bias=False)
        self.conv1d = nn.Conv1d(inner, inner, KERNEL, groups=inner, padding=KERNEL - 1)
        self.x_proj = nn.Linear(inner, self.rank + 2 * STATE, bias=False)
        self.dt_proj = nn.Linear(self.rank, inner)
        self.out_proj = nn.Linear(inner, width, bias=False)
        with torch.no_grad():  # first step sizes between 0.001 and 0.1, evenly on a log scale
            steps = torch.exp(torch.empty(inner).uniform_(math.log(1e-3), math.log(1e-1)))
            self.dt_proj.bias.copy_(steps + torch.log(-torch.expm1(-steps)))  # softplus, inverted

    def forward(self, tokens):  # [sequence, token, width]
        length = tokens.shape[1]
        signal, gate = self.in_proj(tokens).chunk(2, dim=-1)
        signal = F.silu(self.conv1d(signal.transpose(1, 2))[..., :length].transpose(1, 2))
        step, into, out_of = self.x_proj(signal).split([self.rank, STATE, STATE], dim=-1)
        step = F.softplus(self.dt_proj(step))
        decay = torch.exp(step[..., None] * -torch.exp(self.A_log))
        drive = (step * signal)[..., None] * into[:, :, None, :]
        state, states = torch.zeros_like(drive[:, 0]), []
        for keep, add in zip(decay.unbind(1), drive.unbind(1)):  # indexing by token would cost a full-size gradient each
            state = keep * state + add
            states.append(state)
        scanned = torch.einsum("blis,bls->bli", torch.stack(states, 1), out_of)
        return self.out_proj((scanned + self.D * signal) * F.silu(gate))


class TokenEncoder(nn.Module):
    def __init__(self, window, width):
        super().__init__()
        self.proj = nn.Linear(window, width)
        self.norm = nn.LayerNorm(width)

    def forward(self, windows):
        return self.norm(self.proj(windows))


class TemporalEncoder(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.lin = nn.Linear(1, width)

    def forward(self, position):  # token / tokens, in [0, 1)
        return self.lin(position[..., None])


class Backbone(nn.Module):
    def __init__(self, width, layers):
        super().__init__()
        self.layers = nn.ModuleList(SelectiveBlock(width) for _ in range(layers))
        self.layer_norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(layers))
        self.out_norm = nn.LayerNorm(width)

    def forward(self, tokens):
        for block, norm in zip(self.layers, self.layer_norms):
            tokens = norm(tokens + block(tokens))
        return self.out_norm(tokens)


class MaskedModel(nn.Module):
    """Predicts the embedding of masked windows. The projection of the electrode positions is a constant of the training
    and no parameter: a checkpoint does not hold it."""

    def __init__(self, window, width, layers):
        super().__init__()
        self.token_encoder = TokenEncoder(window, width)
        self.temporal_encoder = TemporalEncoder(width)
        self.backbone = Backbone(width, layers)

    def forward(self, tokens, position, spatial_code):
        """tokens [sequence, token, width] embedded, masked ones as the embedding of zeros; spatial_code [sequence, width]"""
        return self.backbone(tokens + self.temporal_encoder(position) + spatial_code[:, None])


def make_projection(width, generator):
    """3 x width with orthonormal rows."""
    basis, triangle = torch.linalg.qr(torch.randn(width, 3, generator=generator, dtype=torch.float64))
    return (basis * torch.sign(torch.diagonal(triangle))).T.float().contiguous()
