# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Desktop entry, description for software centres, file types, and the icon in the sizes of the hicolor theme.
set(id org.maskscope.Maskscope)
set(desktop ${PROJECT_SOURCE_DIR}/packaging/desktop)
set(drawing ${PROJECT_SOURCE_DIR}/resources/icons/maskscope.svg)
configure_file(${desktop}/${id}.metainfo.xml.in ${PROJECT_BINARY_DIR}/desktop/${id}.metainfo.xml @ONLY)
install(FILES ${desktop}/${id}.desktop DESTINATION share/applications COMPONENT window)
install(FILES ${PROJECT_BINARY_DIR}/desktop/${id}.metainfo.xml DESTINATION share/metainfo COMPONENT window)
install(FILES ${desktop}/${id}.xml DESTINATION share/mime/packages COMPONENT window)
install(FILES ${drawing} DESTINATION share/icons/hicolor/scalable/apps RENAME ${id}.svg COMPONENT window)

# A drawing is enough for desktops of today; older ones look for pictures.
find_program(RSVG_CONVERT_PROGRAM rsvg-convert)
if(RSVG_CONVERT_PROGRAM)
  set(icons)
  foreach(size 16 22 24 32 48 64 128 256 512)
    set(icon ${PROJECT_BINARY_DIR}/desktop/${size}.png)
    add_custom_command(OUTPUT ${icon} DEPENDS ${drawing} VERBATIM
      COMMAND ${RSVG_CONVERT_PROGRAM} --width ${size} --height ${size} --output ${icon} ${drawing})
    install(FILES ${icon} DESTINATION share/icons/hicolor/${size}x${size}/apps RENAME ${id}.png COMPONENT window)
    list(APPEND icons ${icon})
  endforeach()
  add_custom_target(maskscope_icons ALL DEPENDS ${icons})
  add_dependencies(maskscope maskscope_icons)
endif()
