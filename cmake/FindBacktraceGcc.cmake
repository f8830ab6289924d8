# Finds libbacktrace where GCC keeps it: in its own folder. Clang uses the same copy, through the
# g++ of the system. The headers are copied to a folder of their own, because GCC's other headers
# must never be on Clang's include path.
#
# Defines BacktraceGcc_FOUND and, if true, the imported target BacktraceGcc::BacktraceGcc.

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(BacktraceGcc_COMPILER "${CMAKE_CXX_COMPILER}")
else()
  find_program(BacktraceGcc_COMPILER NAMES g++ g++-14 g++-13 g++-12)
  mark_as_advanced(BacktraceGcc_COMPILER)
endif()

# The full path of one of GCC's own files; empty if it has no such file.
function(_backtrace_gcc_file name variable)
  set(${variable} "" PARENT_SCOPE)
  if(NOT BacktraceGcc_COMPILER)
    return()
  endif()
  execute_process(
    COMMAND "${BacktraceGcc_COMPILER}" "-print-file-name=${name}"
    OUTPUT_VARIABLE path OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(IS_ABSOLUTE "${path}" AND EXISTS "${path}")
    set(${variable} "${path}" PARENT_SCOPE)
  endif()
endfunction()

_backtrace_gcc_file(libbacktrace.a BacktraceGcc_LIBRARY)
_backtrace_gcc_file(include/backtrace.h BacktraceGcc_HEADER)
_backtrace_gcc_file(include/backtrace-supported.h BacktraceGcc_SUPPORTED_HEADER)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(BacktraceGcc
  REQUIRED_VARS BacktraceGcc_LIBRARY BacktraceGcc_HEADER
  REASON_FAILURE_MESSAGE "the lines of operators will be shown as '?'")

if(BacktraceGcc_FOUND AND NOT TARGET BacktraceGcc::BacktraceGcc)
  set(_backtrace_gcc_include "${PROJECT_BINARY_DIR}/backtrace")
  foreach(_backtrace_gcc_header IN ITEMS
      "${BacktraceGcc_HEADER}" "${BacktraceGcc_SUPPORTED_HEADER}")
    if(_backtrace_gcc_header)
      file(COPY "${_backtrace_gcc_header}" DESTINATION "${_backtrace_gcc_include}")
    endif()
  endforeach()
  add_library(BacktraceGcc::BacktraceGcc STATIC IMPORTED)
  set_target_properties(BacktraceGcc::BacktraceGcc PROPERTIES
    IMPORTED_LOCATION "${BacktraceGcc_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${_backtrace_gcc_include}")
endif()
