# cmake -DSTYLE=file -DSCRIPT=file -DTEMPLATE=file -DOUTPUT=file -P embed_page.cmake
# Makes C++ of the style and the script of the report page, without comments and indentation: pages
# are to be small. (A comment fills its lines, and no text goes over several.)
cmake_minimum_required(VERSION 3.25)

foreach(part IN ITEMS STYLE SCRIPT)
  file(READ "${${part}}" ${part}_TEXT)
  string(REGEX REPLACE "\n +" "\n" ${part}_TEXT "${${part}_TEXT}")
  string(REGEX REPLACE "\n(//|/\\*|\\*)[^\n]*" "" ${part}_TEXT "${${part}_TEXT}")
  string(REGEX REPLACE "^//[^\n]*" "" ${part}_TEXT "${${part}_TEXT}")
  string(REGEX REPLACE "\n\n+" "\n" ${part}_TEXT "${${part}_TEXT}")
  if(${part}_TEXT MATCHES "</[sS]" OR ${part}_TEXT MATCHES "\\)heddle\"" OR ${part}_TEXT MATCHES "\r")
    message(FATAL_ERROR "${${part}}: cannot stand in a page as it is")
  endif()
endforeach()
configure_file("${TEMPLATE}" "${OUTPUT}" @ONLY)
