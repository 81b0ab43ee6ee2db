#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""case_recordings.py CASES OUT.json: what MNE-Python reads of recordings with one bad part: by file its channels with mean
and standard deviation (microvolt, of the samples outside of BAD annotations), samples, and the samples that it masks where annotations say BAD."""
import json
import sys
import warnings
from pathlib import Path

import mne
import numpy as np

CASES, OUT = Path(sys.argv[1]), Path(sys.argv[2])
warnings.simplefilter("ignore")
mne.set_log_level("ERROR")
READERS = {".edf": mne.io.read_raw_edf, ".bdf": mne.io.read_raw_bdf, ".vhdr": mne.io.read_raw_brainvision,
           ".fif": mne.io.read_raw_fif}
FILES = ["chb_dummy.edf", "pmin_eq_pmax.edf", "bv_noident.vhdr", "decimal_comma.edf", "recs_too_many.edf",
         "edf_trunc_last.edf", "bv_nan.vhdr", "bad_span_raw.fif", "plusD_rounded.edf", "bdf_dc_restart.bdf",
         "uv_as_v.edf", "bv_V.vhdr", "annot_outside.edf", "flat_clip.edf", "plusC_is_D.edf"]


def number(x):
    return float(x) if np.isfinite(x) else None


described = {}
for name in FILES:
    raw = READERS[Path(name).suffix](CASES / name, preload=True)
    data = raw.get_data() * 1e6
    masked = raw.get_data(reject_by_annotation="NaN")
    kept = ~np.isnan(masked[0]) | np.isnan(data[0])
    described[name] = {
        "samples": int(raw.n_times), "sampling_rate_hz": float(raw.info["sfreq"]),
        "channels": [{"mean": number(d[kept].mean()), "std": number(d[kept].std())} for d in data],
        "types": raw.get_channel_types(),
        "annotations": [[a["onset"], a["duration"], a["description"]] for a in raw.annotations],
        "bad": np.flatnonzero(np.isnan(masked[0]) & ~np.isnan(data[0])).tolist(),
    }
OUT.write_text(json.dumps(described))
