# cmake -DSCRATCH=folder -P include_rules_test.cmake
# The include rules find what they must: a tree that keeps them passes, and each planted violation
# fails and is named.
cmake_minimum_required(VERSION 3.25)

function(write_clean_tree)
  file(REMOVE_RECURSE "${SCRATCH}")
  file(WRITE "${SCRATCH}/heddle.hpp" "#pragma once\n\n// All.\n#include \"checker/model.hpp\"\n")
  file(WRITE "${SCRATCH}/scheduler/operation.hpp" "#include <vector>\n")
  file(WRITE "${SCRATCH}/scheduler/fiber.cpp"
    "#include \"scheduler/operation.hpp\"\n#include <boost/context/fiber.hpp>\n")
  file(WRITE "${SCRATCH}/scheduler/native_runtime.hpp" "")
  file(WRITE "${SCRATCH}/scheduler/primitives/mutex.hpp"
    "#  include \"scheduler/operation.hpp\"\n")
  file(WRITE "${SCRATCH}/checker/model.hpp" "#include \"scheduler/operation.hpp\"\n")
  file(WRITE "${SCRATCH}/checker/check.hpp" "#include \"checker/model.hpp\"\n")
  file(WRITE "${SCRATCH}/reports/text/text.hpp" "#include \"checker/model.hpp\"\n")
  file(WRITE "${SCRATCH}/models/bank.cpp"
    "#include \"scheduler/primitives/mutex.hpp\"\n#include \"checker/model.hpp\"\n")
  file(WRITE "${SCRATCH}/cli/main.cpp" "#include <iostream>\n#include \"reports/text/text.hpp\"\n")
endfunction()

function(run_rules)
  execute_process(
    COMMAND "${CMAKE_COMMAND}" "-DROOT=${SCRATCH}" -P "${CMAKE_CURRENT_LIST_DIR}/include_rules.cmake"
    RESULT_VARIABLE result ERROR_VARIABLE errors OUTPUT_VARIABLE output)
  set(result "${result}" PARENT_SCOPE)
  set(output "${output}${errors}" PARENT_SCOPE)
endfunction()

function(expect_violation file line)
  write_clean_tree()
  file(APPEND "${SCRATCH}/${file}" "${line}\n")
  run_rules()
  string(REGEX REPLACE "[ \n]+" " " output "${output}")
  if(result EQUAL 0 OR NOT output MATCHES " ${file}: ")
    message(SEND_ERROR "'${line}' in ${file} should be refused, but: ${output}")
  endif()
endfunction()

write_clean_tree()
run_rules()
if(NOT result EQUAL 0)
  message(FATAL_ERROR "The clean tree is refused:\n${output}")
endif()

expect_violation(scheduler/operation.hpp "#include \"checker/model.hpp\"")
expect_violation(scheduler/operation.hpp "#include \"models/bank.cpp\"")
expect_violation(scheduler/operation.hpp "#include <boost/context/fiber.hpp>")
expect_violation(scheduler/operation.hpp "#include <fstream>")
expect_violation(scheduler/primitives/mutex.hpp "#include \"operation.hpp\"")
expect_violation(scheduler/primitives/mutex.hpp "#include <heddle/heddle.hpp>")
expect_violation(checker/check.hpp "#  include \"reports/text/text.hpp\"")
expect_violation(checker/check.hpp "#include \"heddle.hpp\"")
expect_violation(checker/check.hpp "#include <cstdio>")
expect_violation(reports/text/text.hpp "#include \"cli/main.cpp\"")
expect_violation(reports/text/text.hpp "#include \"checker/check.hpp\"")
expect_violation(reports/text/text.hpp "#include \"scheduler/primitives/mutex.hpp\"")
expect_violation(reports/text/text.hpp "#include \"scheduler/native_runtime.hpp\"")
expect_violation(models/bank.cpp "#include \"scheduler/operation.hpp\"")
expect_violation(models/bank.cpp "#include \"checker/check.hpp\"")
expect_violation(models/bank.cpp "#include <iostream>")
expect_violation(heddle.hpp "inline int answer = 42;")

file(REMOVE_RECURSE "${SCRATCH}")
