# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
add_executable(recordings_benchmark recordings_benchmark.cpp)
target_link_libraries(recordings_benchmark PRIVATE maskscope_windowing benchmark::benchmark)
