# cmake -DPROGRAM=... -DPREFIX=... -DLIST_OPTION=... -DFOLDER=... -DTESTS=file -P discover_tests.cmake
# Writes the CTest commands for the test cases of a Catch2 program; see HeddleDiscoverTests.cmake.
cmake_minimum_required(VERSION 3.25)
separate_arguments(list_option UNIX_COMMAND "${LIST_OPTION}")
string(ASCII 28 semicolon)
string(ASCII 29 open)
string(ASCII 30 close)

# The names of the test cases that match `filter` (all if it is empty).
function(list_tests variable filter)
  execute_process(
    COMMAND "${PROGRAM}" ${list_option} ${filter}
    WORKING_DIRECTORY "${FOLDER}"
    OUTPUT_VARIABLE output ERROR_VARIABLE errors RESULT_VARIABLE result)
  # Catch2 2 returns the number of tests, Catch2 3 returns 0; a crash is no number.
  if(NOT result MATCHES "^[0-9]+$")
    message(FATAL_ERROR "${PROGRAM} cannot list its tests (${result}):\n${output}${errors}")
  endif()
  # What CMake's lists would take for syntax becomes a control character for a while.
  string(REPLACE ";" "${semicolon}" names "${output}")
  string(REPLACE "[" "${open}" names "${names}")
  string(REPLACE "]" "${close}" names "${names}")
  string(REPLACE "\n" ";" names "${names}")
  list(REMOVE_ITEM names "")
  set(${variable} "${names}" PARENT_SCOPE)
endfunction()

list_tests(names "")
list_tests(slow_names "[slow]")
if(NOT names)
  message(FATAL_ERROR "${PROGRAM} has no tests")
endif()

set(commands)
foreach(name IN LISTS names)
  set(label unit)
  set(timeout 120)
  if(name IN_LIST slow_names)
    set(label slow)
    set(timeout 1200)
  endif()
  string(REPLACE "${semicolon}" ";" name "${name}")
  string(REPLACE "${open}" "[" name "${name}")
  string(REPLACE "${close}" "]" name "${name}")
  # What Catch2 would take for syntax. A name that still matches no test case fails (--warn NoTests).
  string(REGEX REPLACE "([][\\,])" "\\\\\\1" specification "${name}")
  string(APPEND commands
    "add_test([==[${PREFIX}: ${name}]==] [==[${PROGRAM}]==] [==[${specification}]==] "
    "--warn NoTests)\n"
    "set_tests_properties([==[${PREFIX}: ${name}]==] PROPERTIES "
    "LABELS ${label} TIMEOUT ${timeout} WORKING_DIRECTORY [==[${FOLDER}]==])\n")
endforeach()
file(WRITE "${TESTS}" "${commands}")
