# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# The two Debian packages (packaging/package.sh makes them).
set(debian ${PROJECT_SOURCE_DIR}/packaging/debian)
set(MASKSCOPE_MAINTAINER "The Maskscope developers <developers@maskscope.invalid>" CACHE STRING
  "Whom a package names as its maintainer: who builds it for others is its maintainer")

# Only a package needs these; other prefixes have README.md and LICENSE's short form in every file.
function(maskscope_package_documents package component)
  set(folder share/doc/${package})
  install(FILES ${debian}/copyright DESTINATION ${folder} COMPONENT ${component})
  maskscope_install_output(${component} ${folder} changelog.gz
    COMMAND awk -v package=${package} -v version=${PROJECT_VERSION} -v "maintainer=${MASKSCOPE_MAINTAINER}"
      -f ${debian}/changelog.awk ${PROJECT_SOURCE_DIR}/CHANGELOG.md
    COMMAND gzip -9n)
  if(EXISTS ${debian}/${package}.lintian-overrides)
    install(FILES ${debian}/${package}.lintian-overrides DESTINATION share/lintian/overrides RENAME ${package}
      COMPONENT ${component})
  endif()
endfunction()
maskscope_package_documents(maskscope-cli cli)
set(CPACK_COMPONENTS_ALL cli)
if(MASKSCOPE_GUI)
  maskscope_package_documents(maskscope window)
  list(APPEND CPACK_COMPONENTS_ALL window)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME maskscope)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each part's description begins with its own
set(CPACK_PACKAGE_CONTACT ${MASKSCOPE_MAINTAINER})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_CLI_PACKAGE_NAME maskscope-cli)
set(CPACK_COMPONENT_CLI_DESCRIPTION
"what masked EEG models learned, without a display
Opens EEG recordings and PyTorch checkpoints of masked models, runs the
models on masked windows and writes what they learned from position, channel
and context, with intervals over recordings, as HDF5 and JSON.

It links no Qt and is for servers and GPU nodes. Python modules that read
its results and write its inputs come with it.")
# The reference BLAS is some twenty times slower than OpenBLAS. The Python modules are for those who have Python.
set(CPACK_DEBIAN_CLI_PACKAGE_RECOMMENDS "libopenblas0-openmp")
set(CPACK_DEBIAN_CLI_PACKAGE_SUGGESTS "python3, python3-h5py, python3-numpy, python3-pandas, python3-torch")
set(CPACK_DEBIAN_CLI_PACKAGE_CONTROL_EXTRA ${debian}/prerm)

set(CPACK_DEBIAN_WINDOW_PACKAGE_NAME maskscope)
set(CPACK_COMPONENT_WINDOW_DESCRIPTION
"see what a masked EEG model really learned
Opens EEG recordings and PyTorch checkpoints of masked models, runs the
models on masked windows and shows, side by side, whether they learned from
context or only the average at a time, whether they use the channel at all,
and whether they have collapsed. Figures and reports are written as SVG, PDF,
PNG, CSV, HTML and Markdown.

The window, its documents and a demo. maskscope-cli computes on servers.")
# No library names Qt's plugins: those that open windows, and the one that draws the icon.
set(CPACK_DEBIAN_WINDOW_PACKAGE_DEPENDS "maskscope-cli (= ${PROJECT_VERSION}), qt6-qpa-plugins, libqt6svg6")
set(CPACK_DEBIAN_WINDOW_PACKAGE_RECOMMENDS "libopenblas0-openmp, qt6-wayland")
include(CPack)
