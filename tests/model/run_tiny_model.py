# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""run_tiny_model.py FOLDER FUNCTION INPUTS GROUP: a model of tests/checkpoint/tiny_models.py in plain PyTorch, over
FOLDER/sequences.json and FOLDER/windows.raw; writes FOLDER/expected.raw, the rows of all masked tokens."""
import json, pathlib, sys

import numpy as np, torch

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "checkpoint"))
import tiny_models


def main(folder, function, inputs, group):
    folder, group = pathlib.Path(folder), int(group)
    sequences = json.loads((folder / "sequences.json").read_text())
    samples = np.fromfile(folder / "windows.raw", np.float32).reshape(-1, 16)
    model, rows, at = getattr(tiny_models, function)().eval(), [], 0
    for first in range(0, len(sequences), group):
        batch = sequences[first:first + group]
        longest = max(len(s["mask"]) for s in batch)
        windows, mask = torch.zeros(len(batch), longest, 16), torch.zeros(len(batch), longest, dtype=torch.bool)
        for i, s in enumerate(batch):
            tokens = len(s["mask"])
            mask[i, :tokens] = torch.tensor(s["mask"])
            windows[i, :tokens] = torch.from_numpy(samples[at:at + tokens])
            at += tokens
        windows[mask] = 0
        coords = torch.tensor([s["position"] for s in batch])
        length = coords.norm(dim=1, keepdim=True)
        coords = torch.where(length > 0, coords / length, coords)
        named = {"windows": windows, "coords": coords, "lengths": torch.tensor([len(s["mask"]) for s in batch]), "token_mask": mask}
        with torch.no_grad():
            rows.append(model(*(named[name] for name in inputs.split(",")))[mask])
    torch.cat(rows).float().numpy().tofile(folder / "expected.raw")


if __name__ == "__main__":
    main(*sys.argv[1:])
