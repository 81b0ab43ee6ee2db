# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
add_executable(checkpoint_benchmark checkpoint_benchmark.cpp)
target_link_libraries(checkpoint_benchmark PRIVATE maskscope_checkpoint benchmark::benchmark)
