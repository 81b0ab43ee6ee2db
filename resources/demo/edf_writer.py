# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small writer of continuous EDF+ files (EDF+C), after the public specification at https://www.edfplus.info/specs."""
from datetime import datetime

import numpy as np

PHYSICAL_LIMIT_UV = 400
DIGITAL_LIMIT = 32767
ANNOTATION_BYTES = 64  # of each data record


def _fields(values, width):
    texts = [str(value) for value in values]
    too_long = [text for text in texts if len(text) > width]
    if too_long:
        raise ValueError(f"'{too_long[0]}' is longer than the {width} characters of its EDF field")
    return "".join(text.ljust(width) for text in texts).encode("ascii")


def _header(labels, records, record_s, samples_per_record, start, recording_id):
    count = len(labels) + 1  # the last signal holds the annotations
    date = start.strftime("%d-%b-%Y").upper()
    head = _fields(["0"], 8) + _fields(["X X X X"], 80) + _fields([f"Startdate {date} {recording_id}"], 80)
    head += _fields([start.strftime("%d.%m.%y"), start.strftime("%H.%M.%S"), 256 * (count + 1)], 8)
    head += _fields(["EDF+C"], 44) + _fields([records, record_s], 8) + _fields([count], 4)
    ordinary = len(labels)
    head += _fields([*labels, "EDF Annotations"], 16)
    head += _fields(["Synthetic"] * ordinary + [""], 80)  # transducer
    head += _fields(["uV"] * ordinary + [""], 8)
    head += _fields([-PHYSICAL_LIMIT_UV] * ordinary + [-1], 8) + _fields([PHYSICAL_LIMIT_UV] * ordinary + [1], 8)
    head += _fields([-DIGITAL_LIMIT] * ordinary + [-32768], 8) + _fields([DIGITAL_LIMIT] * ordinary + [32767], 8)
    head += _fields([""] * count, 80)  # prefiltering
    head += _fields([samples_per_record] * ordinary + [ANNOTATION_BYTES // 2], 8)
    return head + _fields([""] * count, 32)


def _annotation_block(record, record_s, annotations):
    """The record's own start, then the annotations that begin in it: onset in s, text."""
    begin = record * record_s
    block = b"+%d\x14\x14\x00" % begin
    for onset_s, text in annotations:
        if begin <= onset_s < begin + record_s:
            block += f"+{onset_s:g}\x14{text}\x14\x00".encode("utf-8")
    if len(block) > ANNOTATION_BYTES:
        raise ValueError(f"the annotations of second {begin} need more than {ANNOTATION_BYTES} bytes")
    return block.ljust(ANNOTATION_BYTES, b"\x00")


def write_edf(path, samples_uv, labels, sampling_rate_hz, *, record_s=2, annotations=(), start=datetime(2026, 1, 2, 9),
              recording_id="X X X"):
    """Writes [channel, sample] microvolt as 16-bit samples. The length has to be a whole number of data records."""
    per_record = record_s * sampling_rate_hz
    records, rest = divmod(samples_uv.shape[1], per_record)
    if rest:
        raise ValueError(f"{samples_uv.shape[1]} samples are no whole number of records of {per_record}")
    if np.abs(samples_uv).max() > PHYSICAL_LIMIT_UV:
        raise ValueError(f"samples beyond {PHYSICAL_LIMIT_UV} microvolt would be clipped")
    digital = np.rint(samples_uv * (DIGITAL_LIMIT / PHYSICAL_LIMIT_UV)).astype("<i2")
    with open(path, "wb") as out:
        out.write(_header(labels, records, record_s, per_record, start, recording_id))
        for record in range(records):
            out.write(digital[:, record * per_record:(record + 1) * per_record].tobytes())
            out.write(_annotation_block(record, record_s, annotations))
