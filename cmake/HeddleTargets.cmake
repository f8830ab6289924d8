# How every target of heddle is compiled, and the library of a folder.

include(CheckIPOSupported)
if(HEDDLE_LTO)
  check_ipo_supported()
endif()

# heddle_configure_target(TARGET)
# Language, include root, warnings, sanitizers and the names of files in debug information.
function(heddle_configure_target target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES
    CXX_EXTENSIONS OFF
    INTERPROCEDURAL_OPTIMIZATION ${HEDDLE_LTO})

  # Includes are written from the root of the source tree. Private: the users of heddle::heddle
  # see the exported headers only.
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}")

  # The source folder appears nowhere in the results: the names of files are relative to it.
  target_compile_options(${target} PRIVATE "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # From version 5 on, Clang names the main file relative to the build folder, and libbacktrace
    # repeats that.
    target_compile_options(${target} PRIVATE -fdebug-default-version=4)
  endif()

  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion
    $<$<BOOL:${HEDDLE_WARNINGS_AS_ERRORS}>:-Werror>)

  # GCC 12 takes moved strings for overlapping ones (bug 105651).
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${target} PRIVATE -Wno-restrict)
  endif()

  if(HEDDLE_SANITIZE)
    target_compile_options(${target} PUBLIC
      "-fsanitize=${HEDDLE_SANITIZE}" -fno-sanitize-recover=all)
    target_link_options(${target} PUBLIC "-fsanitize=${HEDDLE_SANITIZE}")
  endif()
endfunction()

# heddle_sources(VARIABLE FOLDER)
# All sources below FOLDER. Adding a file touches no build file.
function(heddle_sources variable folder)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${folder}/*.cpp")
  set(${variable} ${sources} PARENT_SCOPE)
endfunction()

# What most files include, compiled once. Each file still includes what it uses: the preset clang
# builds without, and shows what is missing.
set(heddle_common_headers
  <algorithm> <array> <atomic> <chrono> <cstdint> <functional> <map> <memory> <optional> <set>
  <source_location> <span> <string> <string_view> <utility> <vector> <fmt/format.h>)

# heddle_add_library(NAME TYPE [SELDOM_RUN] [EXCEPT file...])
# The library heddle_NAME of the current folder. What is SELDOM_RUN is not optimised in debug
# builds: it compiles in half the time.
function(heddle_add_library name type)
  cmake_parse_arguments(PARSE_ARGV 2 arg "SELDOM_RUN" "" "EXCEPT")
  heddle_sources(sources "${CMAKE_CURRENT_SOURCE_DIR}")
  list(TRANSFORM arg_EXCEPT PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/")
  list(REMOVE_ITEM sources ${arg_EXCEPT})
  add_library(heddle_${name} ${type} ${sources})
  heddle_configure_target(heddle_${name})
  if(arg_SELDOM_RUN)
    target_compile_options(heddle_${name} PRIVATE $<$<CONFIG:Debug>:-O0>)
  endif()
  target_precompile_headers(heddle_${name} PRIVATE ${heddle_common_headers})
endfunction()
