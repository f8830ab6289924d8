# cmake -DPROGRAM=... -P races_test.cmake
# PROGRAM is test_native under ThreadSanitizer: it must report a race in each case that has one, at
# a model's own variable, and none in the locked bank.

cmake_minimum_required(VERSION 3.25)

function(run_case name code_variable output_variable)
  execute_process(COMMAND "${PROGRAM}" ${name}
    RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
  set(${code_variable} "${code}" PARENT_SCOPE)
  set(${output_variable} "${output}" PARENT_SCOPE)
endfunction()

set(ENV{TSAN_OPTIONS} "exitcode=66")
set(failed FALSE)

run_case(--races code races)
string(REGEX MATCHALL "[^\n]+" races "${races}")
list(LENGTH races count)
if(NOT code EQUAL 0 OR count LESS 2 OR NOT "unsafe" IN_LIST races)
  message(FATAL_ERROR "`test_native --races` does not list the racing cases: ${races}")
endif()

foreach(name IN LISTS races)
  run_case(${name} code output)
  if(code EQUAL 66 AND output MATCHES "data race" AND output MATCHES "plain_memory")
    message(STATUS "${name}: reported")
  else()
    message(SEND_ERROR "${name}: no data race reported (exit code ${code})\n${output}")
  endif()
endforeach()

run_case(locked code output)
if(code EQUAL 0 AND NOT output MATCHES "ThreadSanitizer")
  message(STATUS "locked: clean")
else()
  message(SEND_ERROR "locked: not clean (exit code ${code})\n${output}")
endif()
