# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Synthetic EEG whose structure is known: what depends on the electrode, on the time within a recording, and on neither.

Every recording is, in microvolt,

    eeg[channel, sample] = gain[channel] * (background + alpha + flicker response + sensor noise)
                         + offset[channel] + drift[channel] * ramp(sample) + baseline[recording, channel, sample]

Offset, gain and drift are the same in every recording, so a model can predict them from its codes for place and time. So
is the response to a light that flickers in step with the windows, but for its phase, which is each person's own. The
baseline is drawn anew for every recording and changes slowly. Phase and baseline can only be told from other windows.
"""
from dataclasses import dataclass

import numpy as np

SAMPLING_RATE_HZ = 128
WINDOW = 256  # samples of one token: 2 s
STRUCTURE_SEED = 20260102  # the electrodes' fixed properties; recordings have seeds of their own

CHANNELS = (
    "Fp1 Fpz Fp2 AF3 AF4 F7 F3 Fz F4 F8 FC5 FC1 FC2 FC6 T7 C3 Cz C4 T8 CP5 CP1 CP2 CP6 P7 P3 Pz P4 P8 PO3 PO4 O1 O2"
).split()

# Rows of the 10-10 system from front to back: (polar angle of the midline electrode, azimuth of the electrode on the
# equator, counted from the nose), in degrees. The equator runs through Fpz, T7, Oz and T8 in steps of 18 degrees.
_ROWS = {"AF": (67.5, 36), "F": (45, 54), "FC": (22.5, 72), "C": (0, 90), "CP": (-22.5, 108), "P": (-45, 126),
         "PO": (-67.5, 144)}
_EQUATOR = {"Fpz": 0, "Fp1": 18, "Fp2": 18, "O1": 162, "O2": 162, "Oz": 180}


def electrode_position(name):
    """Unit vector of a 10-10 electrode on a sphere: x to the right, y to the nose, z up."""
    side = -1 if name[-1] in "13579" else 1
    if name in _EQUATOR:
        azimuth = np.radians(_EQUATOR[name])
        return np.array([side * np.sin(azimuth), np.cos(azimuth), 0.0])
    row = name.rstrip("z0123456789").replace("T", "C")
    polar, azimuth = np.radians(_ROWS[row])
    midline = np.array([0.0, np.sin(polar), np.cos(polar)])
    if name.endswith("z"):
        return midline
    rim = np.array([side * np.sin(azimuth), np.cos(azimuth), 0.0])
    share = (int(name[-1]) + 1) // 2 / 4  # 1 and 2: a quarter of the way to the rim, 7 and 8: on it
    angle = np.arccos(midline @ rim)
    return (np.sin((1 - share) * angle) * midline + np.sin(share * angle) * rim) / np.sin(angle)


def electrode_positions(names=CHANNELS):
    return np.array([electrode_position(name) for name in names])  # [channel, 3]


def topographies(positions, sources, width_deg):
    """Spread of each source over the electrodes: a Gaussian of the angle between them. [channel, source]"""
    angle = np.degrees(np.arccos(np.clip(positions @ sources.T, -1, 1)))
    return np.exp(-0.5 * (angle / width_deg) ** 2)


def upper_sphere(rng, count):
    points = rng.standard_normal((count, 3))
    points[:, 2] = np.abs(points[:, 2])
    return points / np.linalg.norm(points, axis=1, keepdims=True)


def smooth_field(rng, positions, scale_uv):
    """A random field over the scalp whose values have about this standard deviation over the electrodes."""
    field = topographies(positions, upper_sphere(rng, 8), 45) @ rng.standard_normal(8)
    return scale_uv * (field - field.mean()) / field.std()


def coloured_noise(rng, rows, samples, exponent, low_hz, high_hz):
    """Noise of unit variance with power ~ 1/f^exponent between two frequencies. [row, sample]"""
    hz = np.fft.rfftfreq(samples, 1 / SAMPLING_RATE_HZ)
    inside = (hz >= low_hz) & (hz <= high_hz)
    amplitude = np.zeros_like(hz)
    amplitude[inside] = hz[inside] ** (-exponent / 2)
    spectrum = amplitude * (rng.standard_normal((rows, hz.size)) + 1j * rng.standard_normal((rows, hz.size)))
    noise = np.fft.irfft(spectrum, samples)
    return noise / noise.std(axis=1, keepdims=True)


@dataclass
class Structure:
    """What stays the same from one recording to the next."""

    positions: np.ndarray  # [channel, 3]
    gain: np.ndarray  # [channel]
    offset_uv: np.ndarray  # [channel]
    drift_uv: np.ndarray  # [channel] from the middle of a recording to its end
    mixing: np.ndarray  # [channel, source]
    posterior_mixing: np.ndarray  # [channel, 2] of the left and the right occipital source


def make_structure():
    rng = np.random.default_rng(STRUCTURE_SEED)
    positions = electrode_positions()
    mixing = topographies(positions, upper_sphere(rng, 16), 28)
    occipital = np.array([[-0.35, -0.90, 0.25], [0.35, -0.90, 0.25]])
    return Structure(
        positions=positions,
        gain=rng.uniform(0.8, 1.25, len(CHANNELS)),
        offset_uv=smooth_field(rng, positions, 7) + rng.normal(0, 2, len(CHANNELS)),
        drift_uv=9 + smooth_field(rng, positions, 2),
        mixing=mixing / np.sqrt((mixing**2).sum(axis=1, keepdims=True)),
        posterior_mixing=topographies(positions, occipital / np.linalg.norm(occipital, axis=1, keepdims=True), 45),
    )


def make_recording(structure, seed, tokens):
    """One recording of `tokens` windows. [channel, sample] in microvolt, float64"""
    rng = np.random.default_rng(seed)
    channels, samples = len(structure.gain), tokens * WINDOW
    background = 7 * structure.mixing @ coloured_noise(rng, structure.mixing.shape[1], samples, 1.0, 0.7, 60)
    waxing = 1 + 0.5 * coloured_noise(rng, 2, samples, 1.0, 0.02, 0.4)
    alpha = 4 * structure.posterior_mixing @ (waxing * coloured_noise(rng, 2, samples, 0.0, 8.5, 11.5))
    sensor = coloured_noise(rng, channels, samples, 0.0, 0.5, 60)
    ramp = np.linspace(-1, 1, samples)
    flicker = flicker_response(rng, structure.posterior_mixing, ramp)
    return (structure.gain[:, None] * (background + alpha + flicker + sensor) + structure.offset_uv[:, None]
            + structure.drift_uv[:, None] * ramp + slow_baseline(rng, structure.positions, samples))


def flicker_response(rng, posterior_mixing, ramp):
    """The response to a 6 Hz light: 12 whole cycles a window, weaker towards the end of a recording."""
    time_s = np.arange(ramp.size) / SAMPLING_RATE_HZ
    phase = rng.normal(0, 0.7)
    return 5 * posterior_mixing.sum(axis=1)[:, None] * (1 - 0.4 * ramp) * np.sin(2 * np.pi * 6 * time_s + phase)


def slow_baseline(rng, positions, samples):
    """What only the context tells: a level of the whole recording, a field over the scalp, and slow waves of both."""
    level, field = rng.normal(0, 6), smooth_field(rng, positions, 6)
    waves = coloured_noise(rng, 2, 4 * samples, 0.0, 0.02, 0.07)[:, :samples]
    return level + 4 * waves[0] + field[:, None] * (1 + 0.6 * waves[1])
