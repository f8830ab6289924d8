# cmake -DROOT=folder -P include_rules.cmake
# Fails if a folder of the source tree below ROOT includes what it may not. The whole table:
#
#   scheduler   scheduler; Boost.Context in scheduler/fiber.* only
#   checker     checker, scheduler
#   reports     reports, and the data of checker and scheduler: nothing that runs a model
#   models      models, scheduler/primitives, checker/model.hpp, heddle.hpp
#   cli         everything
#
# Input and output (<iostream>, <fstream>, <cstdio>) are the command line's, the tests' and the
# benchmarks' business. Everyone writes includes of ours from the root of the tree, and heddle.hpp
# holds includes only.
cmake_minimum_required(VERSION 3.25)

set(may_scheduler "scheduler/")
set(may_checker "(checker|scheduler)/")
set(may_reports "(reports|checker|scheduler)/")
set(may_models "models/|scheduler/primitives/|checker/model\\.hpp$|heddle\\.hpp$")
set(may_cli "(cli|models|reports|checker|scheduler)/|heddle\\.hpp$")
set(may_not_reports "scheduler/(primitives/|fiber|[a-z_]*runtime)|checker/(check|strategies/)")

set(io "^(iostream|fstream|cstdio|stdio\\.h)$")
set(fiber "^scheduler/fiber\\.[ch]pp$")

set(violations)

# Judges one include of `file`, which belongs to `folder`; `style` is < or ".
function(judge file folder style name)
  set(why)
  if(style STREQUAL "<")
    if(name MATCHES "^heddle/|^(scheduler|checker|reports|models|cli)/")
      set(why "our own headers are included from the root, in quotes")
    elseif(name MATCHES "^boost/" AND NOT file MATCHES "${fiber}")
      set(why "only scheduler/fiber may use Boost.Context")
    elseif(name MATCHES "${io}" AND NOT folder STREQUAL "cli")
      set(why "only cli/ does input and output")
    endif()
  elseif(NOT EXISTS "${ROOT}/${name}")
    set(why "no such header: includes are written from the root")
  elseif(NOT name MATCHES "^(${may_${folder}})" OR
         (DEFINED may_not_${folder} AND name MATCHES "^(${may_not_${folder}})"))
    set(why "${folder}/ may not include it")
  endif()
  if(why)
    set(violations ${violations} "${file}: ${name}: ${why}" PARENT_SCOPE)
  endif()
endfunction()

# Formatted directives begin in the first column; those in indented text are no directives.
set(include_line "^#[ \t]*include[ \t]*([<\"])([^>\"]+)[>\"]")
set(seen 0)
foreach(folder IN ITEMS scheduler checker reports models cli)
  file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/${folder}/*.hpp" "${ROOT}/${folder}/*.cpp")
  foreach(file IN LISTS files)
    math(EXPR seen "${seen} + 1")
    file(STRINGS "${ROOT}/${file}" lines REGEX "${include_line}")
    foreach(line IN LISTS lines)
      string(REGEX MATCH "${include_line}" found "${line}")
      judge("${file}" "${folder}" "${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}")
    endforeach()
  endforeach()
endforeach()

if(EXISTS "${ROOT}/heddle.hpp")
  math(EXPR seen "${seen} + 1")
  file(STRINGS "${ROOT}/heddle.hpp" others REGEX "^[ \t]*[^ \t/#]|^[ \t]*#[ \t]*(define|if)")
  if(others)
    list(APPEND violations "heddle.hpp: holds more than includes: ${others}")
  endif()
endif()

if(seen EQUAL 0)
  message(FATAL_ERROR "No sources below ${ROOT}")
endif()
if(violations)
  list(JOIN violations "\n  " violations)
  message(FATAL_ERROR "Includes against the rules of CONTRIBUTING.md:\n  ${violations}")
endif()
message(STATUS "${seen} files keep the include rules")
