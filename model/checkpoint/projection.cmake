# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Needs no Torch, so it is a target of its own: quick to build and to test.
maskscope_library(maskscope_projection
  SOURCES formats/npy_file.cpp spatial_projection.cpp
  LINK maskscope_core
  PRIVATE_LINK maskscope_random Eigen3::Eigen)
