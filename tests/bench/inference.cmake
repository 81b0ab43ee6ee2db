# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
add_executable(inference_benchmark inference_benchmark.cpp)
target_link_libraries(inference_benchmark PRIVATE maskscope_inference benchmark::benchmark_main)
target_compile_options(inference_benchmark PRIVATE -Wno-free-nonheap-object) # g++ 12 is mistaken about a Torch singleton
