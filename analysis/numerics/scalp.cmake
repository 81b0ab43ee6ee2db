# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Qhull's own CMake file wants its programs and static libraries, too.
find_path(QHULL_INCLUDE_DIR libqhull_r/qhull_ra.h REQUIRED)
find_library(QHULL_LIBRARY qhull_r REQUIRED)

maskscope_library(maskscope_scalp
  SOURCES head_sphere.cpp numpy_trigonometry.cpp qhull_delaunay.cpp scalp_clough_tocher.cpp
          scalp_interpolator.cpp scalp_surface.cpp scalp_triangulation.cpp
  LINK Eigen3::Eigen
  PRIVATE_LINK ${QHULL_LIBRARY})
target_include_directories(maskscope_scalp SYSTEM PRIVATE ${QHULL_INCLUDE_DIR})
