#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""gdf_twins.py FOLDER: what MNE-Python reads of every .gdf file there: NAME.json (rate, labels, annotations) and NAME.f64
(samples in volt, [channel, sample])."""
import json
import sys
from pathlib import Path

import mne
import numpy as np

mne.set_log_level("ERROR")
for path in sorted(Path(sys.argv[1]).glob("*.gdf")):
    raw = mne.io.read_raw_gdf(path, stim_channel=None, preload=True)
    assert np.isfinite(raw.get_data()).all()
    raw.get_data().astype("<f8").tofile(path.with_suffix(".f64"))
    notes = [[float(a["onset"]), float(a["duration"]), str(a["description"])] for a in raw.annotations]
    path.with_suffix(".json").write_text(json.dumps(
        {"rate": raw.info["sfreq"], "labels": raw.ch_names, "samples": raw.n_times, "annotations": notes},
        default=lambda number: number.item()))
