# Stops with one clear sentence where heddle cannot work.

if(NOT CMAKE_SYSTEM_NAME STREQUAL "Linux" OR
   NOT CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64|aarch64|arm64)$")
  message(FATAL_ERROR "heddle runs on Linux on x86-64 (and builds on aarch64), "
    "not on ${CMAKE_SYSTEM_NAME} on ${CMAKE_SYSTEM_PROCESSOR}.")
endif()

# std::source_location and the debug information of returned-to calls need these.
set(HEDDLE_MINIMUM_GNU 12)
set(HEDDLE_MINIMUM_Clang 16)
if(NOT DEFINED HEDDLE_MINIMUM_${CMAKE_CXX_COMPILER_ID} OR
   CMAKE_CXX_COMPILER_VERSION VERSION_LESS HEDDLE_MINIMUM_${CMAKE_CXX_COMPILER_ID})
  message(FATAL_ERROR "heddle needs GCC ${HEDDLE_MINIMUM_GNU} or Clang ${HEDDLE_MINIMUM_Clang} "
    "or newer, not ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}.")
endif()
