# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
add_executable(metrics_benchmark metrics_benchmark.cpp)
target_link_libraries(metrics_benchmark PRIVATE maskscope_metrics benchmark::benchmark_main)
