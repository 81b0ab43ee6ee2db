# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
find_package(Qt6 6.4 REQUIRED COMPONENTS Test)

foreach(test channel_choice_test signal_view_test signal_page_test verdict_page_test workspace_test)
  add_executable(${test} ${test}.cpp)
  set_target_properties(${test} PROPERTIES AUTOMOC ON)
  target_link_libraries(${test} PRIVATE maskscope_window Qt6::Test)
  target_compile_definitions(${test} PRIVATE
    MASKSCOPE_SHARED_DIR="${MASKSCOPE_SHARED}" MASKSCOPE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    MASKSCOPE_BINARY_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME ${test} COMMAND ${test})
  add_dependencies(${test} maskscope) # which writes the window's reports
  set_tests_properties(${test} PROPERTIES LABELS gui TIMEOUT 300 RUN_SERIAL ON
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_SCALE_FACTOR=1;XDG_CONFIG_HOME=${PROJECT_BINARY_DIR}/test-config")
endforeach()
