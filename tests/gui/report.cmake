# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
maskscope_test(report_command_test
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/report_command_test.cpp ${PROJECT_SOURCE_DIR}/tests/report/report_runs.cpp
  LINK maskscope_results
  LABELS gui
  TIMEOUT 300)
add_dependencies(report_command_test maskscope maskscope-cli)

maskscope_test(page_flow_test
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/page_flow_test.cpp
  LINK maskscope_report_pages
  LABELS gui)
