# cmake -DFROM=header -DTO=copy -DFOLDERS='scheduler|checker' -P export_header.cmake
# Copies a header and gives the includes of FOLDERS the prefix heddle/.
file(READ "${FROM}" text)
string(REGEX REPLACE "(#[ \t]*include[ \t]+\")(${FOLDERS})/" "\\1heddle/\\2/" text "${text}")
file(WRITE "${TO}" "${text}")
