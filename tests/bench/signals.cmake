# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
if(MASKSCOPE_GUI)
  add_executable(signals_benchmark ${CMAKE_CURRENT_LIST_DIR}/signals_benchmark.cpp)
  target_link_libraries(signals_benchmark PRIVATE maskscope_signal_view Qt6::Widgets benchmark::benchmark)
endif()
