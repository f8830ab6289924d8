# cmake -DHEDDLE=source -DPROJECT=source -DSCRATCH=build -DGENERATOR=... -DCOMPILER=... -DLAUNCHER=...
#       -P scratch_project.cmake
# Configures and builds another project that adds heddle, and runs its program.
cmake_minimum_required(VERSION 3.25)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result
    OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ARGN}\nexited with ${result}:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

run("${CMAKE_COMMAND}" -S "${PROJECT}" -B "${SCRATCH}" -G "${GENERATOR}"
  "-DHEDDLE=${HEDDLE}" "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}"
  -DCMAKE_BUILD_TYPE=Debug "-DCMAKE_CXX_FLAGS_DEBUG=-O0 -g1" -DCMAKE_UNITY_BUILD=ON)
run("${CMAKE_COMMAND}" --build "${SCRATCH}")
run("${SCRATCH}/door" check door)
run("${SCRATCH}/door" list)
if(NOT output MATCHES "door" OR output MATCHES "tutorial")
  message(FATAL_ERROR "The program lists other models than its own:\n${output}")
endif()
