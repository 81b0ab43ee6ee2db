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

# What commands write, one after the other, becomes a file below the prefix. It is made while installing, in a folder of its
# own, since a build may be installed twice at once.
function(maskscope_install_output component destination name) # COMMAND ... [COMMAND ...]
  set(commands)
  foreach(word IN LISTS ARGN)
    if(word STREQUAL "COMMAND")
      string(APPEND commands " COMMAND")
    else()
      string(APPEND commands " \"${word}\"")
    endif()
  endforeach()
  install(CODE "
    string(RANDOM LENGTH 16 folder)
    set(folder \"${PROJECT_BINARY_DIR}/installing/\${folder}\")
    file(MAKE_DIRECTORY \"\${folder}\")
    execute_process(${commands} OUTPUT_FILE \"\${folder}/${name}\" COMMAND_ERROR_IS_FATAL ANY)
    file(INSTALL DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${destination}\" TYPE FILE FILES \"\${folder}/${name}\")
    file(REMOVE_RECURSE \"\${folder}\")" COMPONENT ${component})
endfunction()

# Man page and completion are made from the program's --help.
function(maskscope_install_program target component)
  set(sources ${PROJECT_SOURCE_DIR}/packaging/manual)
  install(TARGETS ${target} RUNTIME DESTINATION bin COMPONENT ${component})
  maskscope_install_output(${component} share/man/man1 ${target}.1.gz
    COMMAND ${CMAKE_COMMAND} -E env VERSION=${PROJECT_VERSION} DATE=${MASKSCOPE_RELEASE_DATE}
      ${sources}/from_help.sh manual $<TARGET_FILE:${target}> ${sources}/${target}.1.in
    COMMAND gzip -9n)
  maskscope_install_output(${component} share/bash-completion/completions ${target}
    COMMAND ${sources}/from_help.sh completion $<TARGET_FILE:${target}>)
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
