# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# maskscope_library(NAME [SOURCES a.cpp b.cpp] LINK x y [PRIVATE_LINK z]) and friends: one place for flags. Without SOURCES
# a library is every .cpp of its folder and the folders in it: a new file needs no line here.

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)

add_library(maskscope_flags INTERFACE)
target_include_directories(maskscope_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(maskscope_flags INTERFACE
  -Wall -Wextra -Wpedantic
  -Wshadow               # a name that hides another one reads as that other one
  -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast -Wcast-align
  -Wconversion           # silent loss of precision or range
  -Wdouble-promotion
  -Wformat=2 -Wimplicit-fallthrough
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized> # g++ 12 sees it inside Eigen's and the compiler's own headers at -O2
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> # g++ 12 at -O3: false alarms inside std::string's operator+ (GCC bug 105651)
  $<$<BOOL:${MASKSCOPE_WERROR}>:-Werror>)
# What is not asked for below comes with Debian's compiler: position-independent programs.
target_link_options(maskscope_flags INTERFACE -Wl,-z,relro -Wl,-z,now) # tables of addresses are read-only from the start
target_compile_options(maskscope_flags INTERFACE
  $<$<CONFIG:Release>:-fstack-protector-strong> # an overwritten return address ends the program
  $<$<CONFIG:Release>:-U_FORTIFY_SOURCE> $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2>) # and a copy past a buffer's end
# A container's element that is not there ends a test, where a program would go on with whatever lies there.
target_compile_definitions(maskscope_flags INTERFACE $<$<NOT:$<CONFIG:Release>>:_GLIBCXX_ASSERTIONS>)
if(MASKSCOPE_SANITIZE)
  # -O1 and -g1: instrumented Eigen code at -O2 with all debug information takes half as long again to compile.
  target_compile_options(maskscope_flags INTERFACE
    -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=all -O1 -g1)
  target_link_options(maskscope_flags INTERFACE -fsanitize=address,undefined)
endif()
if(MASKSCOPE_FUZZERS)
  target_compile_options(maskscope_flags INTERFACE
    -fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(maskscope_flags INTERFACE -fsanitize=address,undefined)
endif()
if(MOLD_PROGRAM)
  target_link_options(maskscope_flags INTERFACE -fuse-ld=mold)
endif()

function(maskscope_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  if(NOT ARG_SOURCES)
    file(GLOB_RECURSE ARG_SOURCES CONFIGURE_DEPENDS *.cpp)
  endif()
  add_library(${name} STATIC ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_link_libraries(${name} PUBLIC maskscope_flags ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
endfunction()
