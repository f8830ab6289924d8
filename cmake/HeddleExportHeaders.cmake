# heddle_export_headers(TARGET PATH...)
# Copies public headers (files, and all headers below folders) to include/heddle/ in the build
# folder, where includes of exported folders carry the prefix heddle/. A copy follows its original:
# changing, adding or removing a header changes the copies at the next build.
function(heddle_export_headers target)
  set(headers)
  set(folders)
  foreach(path IN LISTS ARGN)
    if(IS_DIRECTORY "${PROJECT_SOURCE_DIR}/${path}")
      file(GLOB_RECURSE found CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}"
        "${PROJECT_SOURCE_DIR}/${path}/*.hpp")
      list(APPEND headers ${found})
      list(APPEND folders ${path})
    else()
      list(APPEND headers ${path})
    endif()
  endforeach()
  list(JOIN folders "|" folders)

  set(root "${PROJECT_BINARY_DIR}/include/heddle")
  file(GLOB_RECURSE stale RELATIVE "${root}" "${root}/*.hpp")
  if(stale)
    list(REMOVE_ITEM stale ${headers})
  endif()
  foreach(header IN LISTS stale)
    file(REMOVE "${root}/${header}")
  endforeach()

  set(copies)
  set(script "${PROJECT_SOURCE_DIR}/cmake/export_header.cmake")
  foreach(header IN LISTS headers)
    add_custom_command(
      OUTPUT "${root}/${header}"
      COMMAND "${CMAKE_COMMAND}"
        "-DFROM=${PROJECT_SOURCE_DIR}/${header}" "-DTO=${root}/${header}" "-DFOLDERS=${folders}"
        -P "${script}"
      DEPENDS "${PROJECT_SOURCE_DIR}/${header}" "${script}"
      COMMENT "Exporting ${header}"
      VERBATIM)
    list(APPEND copies "${root}/${header}")
  endforeach()
  add_custom_target(${target} ALL DEPENDS ${copies})
endfunction()
