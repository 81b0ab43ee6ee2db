# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Sets MASKSCOPE_CUDA_KERNELS (compile the .cu files) and MASKSCOPE_TORCH_CUDA (and call them for CUDA tensors).
# To be included at the top: a language belongs where every target that links it can see it.
set(MASKSCOPE_CUDA AUTO CACHE STRING "CUDA kernels: AUTO (where LibTorch has CUDA and nvcc is found), ON or OFF")
set_property(CACHE MASKSCOPE_CUDA PROPERTY STRINGS AUTO ON OFF)
set(MASKSCOPE_CUDA_KERNELS FALSE)
set(MASKSCOPE_TORCH_CUDA FALSE)
if(NOT MASKSCOPE_CUDA)
  return()
endif()

find_package(Torch REQUIRED)
if(NOT TARGET torch_cuda AND MASKSCOPE_CUDA STREQUAL "AUTO")
  return() # nothing would call them
endif()
if(NOT CMAKE_CUDA_COMPILER AND NOT DEFINED ENV{CUDACXX})
  find_program(MASKSCOPE_NVCC nvcc HINTS ENV CUDA_PATH PATHS /usr/local/cuda/bin)
  if(MASKSCOPE_NVCC)
    set(CMAKE_CUDA_COMPILER ${MASKSCOPE_NVCC})
  endif()
endif()
if(NOT CMAKE_CUDA_ARCHITECTURES)
  set(CMAKE_CUDA_ARCHITECTURES 75 80 90) # machine code for each, and PTX that newer devices compile for themselves
endif()
include(CheckLanguage)
check_language(CUDA)
if(CMAKE_CUDA_COMPILER)
  enable_language(CUDA)
  find_package(CUDAToolkit REQUIRED)
  set(MASKSCOPE_CUDA_KERNELS TRUE)
  if(TARGET torch_cuda)
    set(MASKSCOPE_TORCH_CUDA TRUE)
  else()
    message(STATUS "LibTorch has no CUDA: the kernels are compiled, but nothing calls them")
  endif()
elseif(NOT MASKSCOPE_CUDA STREQUAL "AUTO")
  message(FATAL_ERROR "MASKSCOPE_CUDA=${MASKSCOPE_CUDA} needs nvcc: put it on the PATH or set CUDACXX")
endif()
