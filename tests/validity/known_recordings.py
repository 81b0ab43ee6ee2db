# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Worlds in which position, channel and context do or do not exist: what never changes lies in networks/world.json,
which the trainer here and `maskscope-cli validity --trained` both read.

A token of a recording is, before sensor noise, a mixture of a few waveforms (cosines of the window). Its amplitudes are

    position * course(t / tokens) + channel * own[channel] + context * state[recording, channel, t] + noise

`course` and `own` are the same in every recording, `state` is a first-order autoregression drawn for each of its channels.
"""
import json
import sys
from pathlib import Path

import numpy as np

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
sys.path.insert(0, str(DEMO))
from synthetic_eeg import electrode_positions  # noqa: E402

WORLD = Path(__file__).resolve().parent / "networks" / "world.json"
SEED = 61
RATE_HZ, WINDOW = 128, 256
ELECTRODES = "Fp1 Fp2 F7 F3 F4 F8 T7 C3 Cz C4 T8 P7 P3 P4 P8 Oz".split()
ORDERS = (1, 2, 3, 4, 6, 8, 11, 15, 20, 26)  # half cycles a window of each waveform
COURSE_POINTS = 41
FULL = {"position": 1.1, "channel": 1.1, "context": 1.1}
YES, NO = "yes", "no"


def truths(position, channel, context):
    return {"position.learned": position, "channel.learned": channel, "context.learned": context}


# own_ratio: trained at; other_ratio: judged at, too. At a ratio of 1 there is no context to learn from. In "noctx" the
# context tells nothing but the electrode; all three networks lose most of that with another electrode's tokens.
KINDS = {
    "all": {**FULL, "own_ratio": 0.5, "other_ratio": 0.75, "truths": truths(YES, YES, YES)},
    "nopos": {"channel": 1.1, "context": 1.1, "own_ratio": 0.5, "other_ratio": 1.0, "truths": truths(NO, YES, YES)},
    "noctx": {"position": 1.1, "channel": 1.1, "own_ratio": 0.5, "other_ratio": 0.75, "truths": truths(YES, YES, YES)},
    "white": {"own_ratio": 0.5, "other_ratio": 1.0, "truths": truths(NO, NO, NO)},
    "chan": {"channel": 1.7, "own_ratio": 1.0, "other_ratio": 0.5, "truths": truths(NO, YES, NO)},
    "pos": {"position": 1.5, "own_ratio": 1.0, "other_ratio": 0.5, "truths": truths(YES, NO, NO)},
    "shufpos": {"position": 1.5, "own_ratio": 1.0, "other_ratio": 0.5, "truths": truths(YES, NO, NO), "shuffled": "time"},
    "weak": {"position": 0.36, "channel": 0.36, "context": 0.36, "own_ratio": 0.5, "other_ratio": 0.75,
             "truths": truths(YES, YES, YES)},
    "chanctx": {"channel": 1.5, "own_ratio": 0.5, "other_ratio": 1.0, "truths": truths(NO, YES, YES), "shuffled": "place",
                "block": "transformer"},
}


def waveforms():
    sample = (np.arange(WINDOW) + 0.5) / WINDOW
    return np.sqrt(2) * np.cos(np.pi * np.outer(ORDERS, sample))


def drawn_course(rng):
    """A slope and a part of a wave, which no mirror image of either resembles. Variance 1 over position. [point, waveform]"""
    p = np.linspace(0, 1, COURSE_POINTS)
    parts = np.stack([p, np.sin(1.5 * np.pi * p)], axis=1) @ rng.standard_normal((2, len(ORDERS)))
    parts -= parts.mean(axis=0)
    return parts / np.sqrt((parts**2).mean())


def drawn_channels(rng):
    own = rng.standard_normal((len(ELECTRODES), len(ORDERS)))
    own -= own.mean(axis=0)
    return own / np.sqrt((own**2).mean())


def write_world(path=WORLD):
    rng = np.random.default_rng(SEED)
    world = {
        "schema": "maskscope.known_recordings/1", "sampling_rate_hz": RATE_HZ, "window": WINDOW, "tokens": [18, 24],
        "context_memory": 0.95, "amplitude_uv": 8.0, "sensor_noise_uv": 4.0,
        "electrodes": [{"name": n, "position": p.round(9).tolist()}
                       for n, p in zip(ELECTRODES, electrode_positions(ELECTRODES))],
        "waveforms": waveforms().round(7).tolist(), "course": drawn_course(rng).round(7).tolist(),
        "channels": drawn_channels(rng).round(7).tolist(), "kinds": KINDS,
    }
    path.write_text("{\n" + ",\n".join(f"{json.dumps(k)}: {rows(v)}" for k, v in world.items()) + "\n}\n")


def rows(value):
    """JSON with one line for each row of a matrix and each kind."""
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items()) + "\n}"
    if isinstance(value, list) and isinstance(value[0], (list, dict)):
        return "[\n" + ",\n".join("  " + json.dumps(v) for v in value) + "\n]"
    return json.dumps(value)


class World:
    def __init__(self, path=WORLD):
        self.text = json.loads(Path(path).read_text())
        self.kinds = self.text["kinds"]
        self.waveforms, self.course, self.channels = (np.array(self.text[k]) for k in ("waveforms", "course", "channels"))
        self.positions = np.array([e["position"] for e in self.text["electrodes"]])
        self.names = [e["name"] for e in self.text["electrodes"]]

    def course_at(self, position):
        points = np.linspace(0, 1, len(self.course))
        return np.stack([np.interp(position, points, column) for column in self.course.T], axis=1)

    def recording(self, kind, *seed):
        """Microvolt. [channel, token, sample]"""
        rng, of = np.random.default_rng(seed), self.kinds[kind]
        tokens = int(rng.integers(self.text["tokens"][0], self.text["tokens"][1] + 1))
        channels, count = self.channels.shape
        position, channel, context = (of.get(k, 0) for k in ("position", "channel", "context"))
        amplitude = rng.standard_normal((channels, tokens, count))
        amplitude += position * self.course_at(np.arange(tokens) / tokens) + channel * self.channels[:, None]
        memory = self.text["context_memory"]
        state = rng.standard_normal((channels, count))
        for token in range(tokens):
            amplitude[:, token] += context * state
            state = memory * state + np.sqrt(1 - memory**2) * rng.standard_normal((channels, count))
        sensor = rng.standard_normal((channels, tokens, WINDOW))
        return self.text["amplitude_uv"] * amplitude @ self.waveforms + self.text["sensor_noise_uv"] * sensor


def main():
    """known_recordings.py: the world. known_recordings.py KIND RECORDINGS FILE.h5: recordings that training never saw."""
    if len(sys.argv) == 1:
        write_world()
        return
    import h5py
    kind, count, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    world = World()
    samples = [world.recording(kind, 9, i) for i in range(count)]
    longest = max(s.shape[1] for s in samples)
    with h5py.File(path, "w") as f:
        f["windows"] = np.concatenate([np.pad(s, ((0, 0), (0, longest - s.shape[1]), (0, 0))) for s in samples]).astype("f4")
        f["seq_lengths"] = np.repeat([s.shape[1] for s in samples], len(world.names))
        f["recording_index"] = np.repeat(np.arange(count), len(world.names))
        f["channel_names"] = np.array(world.names * count, "S8")
        f["montage/names"], f["montage/xyz"] = np.array(world.names, "S8"), world.positions


if __name__ == "__main__":
    main()
