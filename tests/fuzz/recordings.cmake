# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# One program a format: the same source, which suffix the file gets and what lies beside it differ.
foreach(format brainvision eeglab edf fif gdf hdf5)
  maskscope_fuzzer(fuzz_${format} SOURCES fuzz_recording.cpp LINK maskscope_recording)
  target_compile_definitions(fuzz_${format} PRIVATE MASKSCOPE_FUZZ_FORMAT="${format}")
endforeach()
