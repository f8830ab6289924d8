# heddle_discover_tests(TARGET PREFIX)
# One CTest test "PREFIX: NAME" per Catch2 test case of the executable TARGET, found when it is
# built. Label `slow` and a longer time limit for test cases tagged [slow], `unit` for all others.
# (catch_discover_tests cannot label by tag in one run, nor does it notice a program that crashes
# while it lists its tests.)
function(heddle_discover_tests target prefix)
  set(tests "${CMAKE_CURRENT_BINARY_DIR}/${target}_tests.cmake")
  set(script "${PROJECT_SOURCE_DIR}/cmake/discover_tests.cmake")
  set(list_option --list-test-names-only)
  if(Catch2_VERSION VERSION_GREATER_EQUAL 3)
    set(list_option "--list-tests --verbosity quiet")
  endif()
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS "${script}")
  add_custom_command(TARGET ${target} POST_BUILD
    COMMAND "${CMAKE_COMMAND}"
      "-DPROGRAM=$<TARGET_FILE:${target}>" "-DPREFIX=${prefix}" "-DLIST_OPTION=${list_option}"
      "-DFOLDER=${PROJECT_SOURCE_DIR}" "-DTESTS=${tests}" -P "${script}"
    BYPRODUCTS "${tests}"
    VERBATIM)

  # CTest reads this instead while the program has not been built.
  set(include "${CMAKE_CURRENT_BINARY_DIR}/${target}_include.cmake")
  file(CONFIGURE OUTPUT "${include}" @ONLY CONTENT [[
if(EXISTS "@tests@")
  include("@tests@")
else()
  add_test("@prefix@: not built" "@target@-not-built")
endif()
]])
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${include}")
endfunction()
