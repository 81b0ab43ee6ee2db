# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
find_package(Qt6 6.4 REQUIRED COMPONENTS Test)

add_executable(window_test window_test.cpp)
set_target_properties(window_test PROPERTIES AUTOMOC ON)
target_link_libraries(window_test PRIVATE maskscope_window Qt6::Test)
target_compile_definitions(window_test PRIVATE
  MASKSCOPE_SHARED_DIR="${MASKSCOPE_SHARED}" MASKSCOPE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
  MASKSCOPE_BINARY_DIR="${PROJECT_BINARY_DIR}")
add_test(NAME window_test COMMAND window_test)
set_tests_properties(window_test PROPERTIES LABELS gui TIMEOUT 600 RUN_SERIAL ON
  ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_SCALE_FACTOR=1;XDG_CONFIG_HOME=${PROJECT_BINARY_DIR}/test-config")

add_executable(load_report_test load_report_test.cpp)
set_target_properties(load_report_test PROPERTIES AUTOMOC ON)
target_link_libraries(load_report_test PRIVATE maskscope_window Qt6::Test)
add_test(NAME load_report_test COMMAND load_report_test)
set_tests_properties(load_report_test PROPERTIES LABELS gui)
