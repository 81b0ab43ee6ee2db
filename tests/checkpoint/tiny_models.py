# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Models of other architectures for export_for_maskscope.py, with weights that never change."""
import torch


class Scripted(torch.nn.Module):
    """Takes all four inputs; every one changes the result."""

    def __init__(self):
        super().__init__()
        self.encode = torch.nn.Linear(16, 6)
        self.place = torch.nn.Linear(3, 6)
        self.hidden = torch.nn.Parameter(torch.zeros(6))

    def forward(self, windows, coords, lengths, token_mask):
        x = self.encode(windows) + self.place(coords)[:, None]
        x = torch.where(token_mask[..., None], x + self.hidden, x)
        real = (torch.arange(windows.shape[1])[None] < lengths[:, None])[..., None]
        mean = (x * real).sum(1, keepdim=True) / lengths[:, None, None]
        return torch.tanh(x) + mean


class Traced(torch.nn.Module):
    """A **kwargs in forward() cannot be scripted."""

    def __init__(self):
        super().__init__()
        self.inner = torch.nn.Conv1d(1, 1, 5, padding=2)

    def forward(self, windows, **unused):
        return self.inner(windows.reshape(-1, 1, windows.shape[2])).reshape(windows.shape)


class Lost(torch.nn.Module):
    """The device is gone where 0.8 to 0.95 of the samples are masked; the exporter's own example has other shares."""

    def forward(self, windows):
        if 0.8 < float((windows == 0).float().mean()) < 0.95:
            raise RuntimeError("CUDA error: the device is gone (in a test)")
        return windows * 0.5


class Baked(torch.nn.Module):
    """What a trace gets wrong: a number taken from the values of its example."""

    def forward(self, windows, **unused):
        return windows * float(windows.abs().max())


class Company(torch.nn.Module):
    """Adds a little of the batch's mean: each answer depends on who else is there."""

    def forward(self, windows):
        return windows * 0.5 + 0.02 * windows.mean(dim=[0, 1], keepdim=True)


class Order(torch.nn.Module):
    """The answer depends on the place in the batch alone."""

    def forward(self, windows):
        place = torch.arange(windows.shape[0], device=windows.device)[:, None, None]
        return windows * 0.5 + place


def made(kind):
    torch.manual_seed(3)
    model = kind()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    return model


def scripted():
    return made(Scripted)


def traced():
    return made(Traced)


def lost():
    return Lost()


def baked():
    return Baked()


def company():
    return Company()


def order():
    return Order()
