# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""mne_scalp.py MONTAGE SPHERE FOLDER: a scalp map of MNE-Python as text files in FOLDER, SPHERE default, auto or eeglab.
names; locs: 3-D [m]; fitted: names and places of all electrodes of the montage; pos: 2-D [m]; sphere: x y z radius [m];
val: one value per channel; allpts, tri: interpolation points with the ring, triangles; box: x and y range of the grid;
Z: 64 x 64 values. Electrodes at a place that an earlier one has are left out: MNE-Python refuses them."""
import sys
import warnings

import mne
import numpy as np
from mne.channels.layout import _find_topomap_coords
from mne.utils.check import _check_sphere
from mne.viz import topomap

montage, choice, folder = sys.argv[1:]
warnings.simplefilter("ignore")
mne.set_log_level("ERROR")
places = mne.channels.make_standard_montage(montage)
info = mne.create_info(places.ch_names, 100.0, "eeg")
info.set_montage(places)
everything = np.array([channel["loc"][:3] for channel in info["chs"]])
picks = [i for i, p in enumerate(everything) if i == 0 or np.linalg.norm(everything[:i] - p, axis=1).min() > 1e-6]
sphere = _check_sphere(None if choice == "default" else choice, info)
pos = _find_topomap_coords(info, picks, sphere=sphere)
locs = everything[picks]
up = locs / np.linalg.norm(locs, axis=1, keepdims=True)
rng = np.random.default_rng(len(picks))
values = np.sin(3 * up[:, 0]) + np.cos(2 * up[:, 1]) * up[:, 2] + 0.5 * rng.standard_normal(len(picks))
outlines = topomap._make_head_outlines(sphere, pos, "head", (0.0, 0.0))
box, grid_x, grid_y, surface = topomap._setup_interp(pos, 64, "cubic", "head", outlines, "mean")
np.savetxt(f"{folder}/names.txt", [info["ch_names"][i] for i in picks], fmt="%s")
np.savetxt(f"{folder}/fitted_names.txt", info["ch_names"], fmt="%s")
for name, table in {
    "locs": locs,
    "fitted": everything,
    "pos": pos,
    "sphere": sphere[None],
    "val": values[:, None],
    "allpts": surface.tri.points,
    "tri": surface.tri.simplices,
    "box": np.array(box)[None],
    "Z": surface.set_values(values)(grid_x, grid_y),
}.items():
    np.savetxt(f"{folder}/{name}.txt", table, fmt="%d" if name == "tri" else "%.17g")
