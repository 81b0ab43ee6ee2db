# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
maskscope_library(maskscope_scalp
  SOURCES scalp_clough_tocher.cpp scalp_interpolator.cpp scalp_triangulation.cpp
  LINK Eigen3::Eigen)
