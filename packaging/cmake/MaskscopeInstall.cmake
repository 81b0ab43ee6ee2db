# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# What `cmake --install` puts below any prefix, in two parts: "cli" (maskscope-cli, the Python modules) and "window" (the
# window, its desktop entry, the demo, the documents). Programs find share/maskscope from where they lie, so a prefix may move.

# The day of this version is said once, in CHANGELOG.md.
set(MASKSCOPE_RELEASE_DATE "")
file(STRINGS ${PROJECT_SOURCE_DIR}/CHANGELOG.md heading REGEX "^## \\[${PROJECT_VERSION}\\] - [0-9-]+$")
if(heading)
  string(REGEX REPLACE "^.* - " "" MASKSCOPE_RELEASE_DATE "${heading}")
else()
  message(WARNING "CHANGELOG.md has no heading \"## [${PROJECT_VERSION}] - YYYY-MM-DD\": this version has no date")
endif()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/CHANGELOG.md)

# Man page and completion are made from the program's --help while it is installed.
function(maskscope_install_program target component)
  install(TARGETS ${target} RUNTIME DESTINATION bin COMPONENT ${component})
  set(manual ${PROJECT_BINARY_DIR}/manual/${target}.1.gz)
  set(completion ${PROJECT_BINARY_DIR}/manual/${target})
  set(sources ${PROJECT_SOURCE_DIR}/packaging/manual)
  install(CODE "
    file(MAKE_DIRECTORY \"${PROJECT_BINARY_DIR}/manual\")
    execute_process(COMMAND \${CMAKE_COMMAND} -E env VERSION=${PROJECT_VERSION} DATE=${MASKSCOPE_RELEASE_DATE}
        \"${sources}/from_help.sh\" manual \"$<TARGET_FILE:${target}>\" \"${sources}/${target}.1.in\"
      COMMAND gzip -9n OUTPUT_FILE \"${manual}\" COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND \"${sources}/from_help.sh\" completion \"$<TARGET_FILE:${target}>\"
      OUTPUT_FILE \"${completion}\" COMMAND_ERROR_IS_FATAL ANY)" COMPONENT ${component})
  install(FILES ${manual} DESTINATION share/man/man1 COMPONENT ${component})
  install(FILES ${completion} DESTINATION share/bash-completion/completions COMPONENT ${component})
endfunction()

maskscope_install_program(maskscope-cli cli)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/tests/validity/networks/ DESTINATION share/maskscope/validity COMPONENT cli)
install(PROGRAMS ${PROJECT_SOURCE_DIR}/resources/python/export_for_maskscope.py
                 ${PROJECT_SOURCE_DIR}/resources/python/windows_to_hdf5.py
  DESTINATION share/maskscope/python COMPONENT cli)
install(FILES ${PROJECT_SOURCE_DIR}/resources/python/maskscope_results.py
  DESTINATION share/maskscope/python COMPONENT cli)

if(MASKSCOPE_GUI)
  maskscope_install_program(maskscope window)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/resources/demo DESTINATION share/maskscope COMPONENT window
    PATTERN "__pycache__" EXCLUDE)
  install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/ARCHITECTURE.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md
                ${PROJECT_SOURCE_DIR}/CONTRIBUTING.md
    DESTINATION share/doc/maskscope COMPONENT window)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs DESTINATION share/doc/maskscope COMPONENT window)
  include(MaskscopeDesktop)
endif()
include(MaskscopePackages)
