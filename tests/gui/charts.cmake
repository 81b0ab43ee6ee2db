# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Figures drawn and exported without a display.
find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
find_package(GTest REQUIRED)
find_program(MASKSCOPE_RSVG_CONVERT rsvg-convert)
find_program(MASKSCOPE_PDFINFO pdfinfo)
find_program(MASKSCOPE_PDFTOTEXT pdftotext)

set(charts_dir ${CMAKE_CURRENT_LIST_DIR})
add_library(charts_samples STATIC ${charts_dir}/charts_main.cpp ${charts_dir}/charts_samples.cpp
  ${charts_dir}/charts_scalp_sample.cpp)
target_link_libraries(charts_samples PUBLIC maskscope_flags maskscope_widgets Qt6::Test GTest::gmock GTest::gtest)
foreach(test charts_layout charts_view charts_export charts_ticks)
  add_executable(${test}_test ${charts_dir}/${test}_test.cpp)
  target_link_libraries(${test}_test PRIVATE charts_samples)
  target_compile_definitions(${test}_test PRIVATE MASKSCOPE_RSVG_CONVERT="${MASKSCOPE_RSVG_CONVERT}"
    MASKSCOPE_PDFINFO="${MASKSCOPE_PDFINFO}" MASKSCOPE_PDFTOTEXT="${MASKSCOPE_PDFTOTEXT}")
  gtest_discover_tests(${test}_test DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS gui TIMEOUT 120 SKIP_REGULAR_EXPRESSION "\\[  SKIPPED \\]"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_SCALE_FACTOR=1")
endforeach()
