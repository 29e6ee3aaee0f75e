# SPDX-License-Identifier: MIT
# Makes prun-VERSION-windows-x64.zip, which runs wherever it is unpacked, and with makensis beside it
# prun-VERSION-windows-x64-setup.exe, out of a build for Windows.
#
#   cmake -D BUILD=build/windows-mingw [-D OUTPUT=FOLDER] [-D LICENSES=FOLDER] -P …/package.cmake
#
# OUTPUT: where both come to, and what else is made for them; the default is BUILD/package.
# LICENSES: where the texts LGPL-3 and GPL-3 are, which Qt has to be passed on with.
cmake_minimum_required(VERSION 3.25)

set(LICENSES /usr/share/common-licenses CACHE PATH "")
cmake_path(ABSOLUTE_PATH BUILD)
set(source ${CMAKE_CURRENT_LIST_DIR}/../..)
file(STRINGS ${BUILD}/CMakeCache.txt version REGEX "^CMAKE_PROJECT_VERSION:")
string(REGEX REPLACE "^.*=" "" version "${version}")
set(name prun-${version}-windows-x64)
if(NOT OUTPUT)
    set(OUTPUT ${BUILD}/package)
endif()
cmake_path(ABSOLUTE_PATH OUTPUT OUTPUT_VARIABLE folder)
set(stage ${folder}/${name})

function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE result)
    if(result)
        list(JOIN ARGN " " line)
        message(FATAL_ERROR "failed: ${line}")
    endif()
endfunction()

# Everything for users, nothing for plugin authors.
file(REMOVE_RECURSE ${folder})
file(MAKE_DIRECTORY ${stage} ${stage}/licenses)
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${stage} --strip)
# --strip leaves alone what was not built here: libstdc++ is ten times as large with its symbols.
file(STRINGS ${BUILD}/CMakeCache.txt strip REGEX "^CMAKE_STRIP:")
string(REGEX REPLACE "^.*=" "" strip "${strip}")
file(GLOB dlls ${stage}/bin/lib*.dll)
if(strip AND dlls)
    run(${strip} --strip-unneeded ${dlls})
endif()
file(REMOVE_RECURSE ${stage}/include ${stage}/lib/cmake ${stage}/share)
file(GLOB docs ${source}/docs/*.md ${source}/docs/*.svg)
file(COPY ${docs} DESTINATION ${stage}/docs)
file(COPY ${source}/README.md ${source}/CHANGELOG.md DESTINATION ${stage})
file(COPY_FILE ${source}/LICENSE ${stage}/LICENSE.txt)
file(COPY_FILE ${CMAKE_CURRENT_LIST_DIR}/third-party.txt ${stage}/licenses/third-party.txt)
foreach(text IN ITEMS LGPL-3 GPL-3)
    file(REAL_PATH ${LICENSES}/${text} path)
    file(COPY_FILE ${path} ${stage}/licenses/${text}.txt)
endforeach()
if(dlls) # Debian's list of what mingw-w64 consists of
    file(COPY_FILE /usr/share/doc/mingw-w64-common/copyright ${stage}/licenses/mingw-w64.txt)
endif()

run(${CMAKE_COMMAND} -E chdir ${folder} ${CMAKE_COMMAND} -E tar cf ${name}.zip --format=zip ${name})
message(STATUS "${folder}/${name}.zip")

find_program(makensis NAMES makensis PATHS "$ENV{ProgramFiles\(x86\)}/NSIS")
if(NOT makensis)
    message(STATUS "No makensis: no installer")
    return()
endif()

# The uninstaller deletes what was copied, file by file: a folder may hold what is not ours.
file(GLOB_RECURSE files RELATIVE ${stage} ${stage}/*)
# NSIS on Windows takes no path with slashes apart.
cmake_path(NATIVE_PATH folder native_folder)
set(copy "")
set(delete "")
set(folders "")
foreach(file IN LISTS files)
    cmake_path(GET file PARENT_PATH parent)
    string(REPLACE "/" "\\" windows_file "${file}")
    string(REPLACE "/" "\\" windows_parent "${parent}")
    cmake_path(APPEND stage ${file} OUTPUT_VARIABLE from)
    cmake_path(NATIVE_PATH from from)
    string(APPEND copy "SetOutPath \"$INSTDIR\\${windows_parent}\"\nFile \"${from}\"\n")
    string(APPEND delete "Delete \"$INSTDIR\\${windows_file}\"\n")
    while(NOT parent STREQUAL "")
        list(APPEND folders ${parent})
        cmake_path(GET parent PARENT_PATH parent)
    endwhile()
endforeach()
# The innermost first.
list(REMOVE_DUPLICATES folders)
list(SORT folders ORDER DESCENDING)
foreach(inner IN LISTS folders)
    string(REPLACE "/" "\\" inner "${inner}")
    string(APPEND delete "RMDir \"$INSTDIR\\${inner}\"\n")
endforeach()
file(WRITE ${folder}/copy.nsh "${copy}")
file(WRITE ${folder}/delete.nsh "${delete}")
cmake_path(APPEND CMAKE_CURRENT_LIST_DIR installer.nsi OUTPUT_VARIABLE script)
cmake_path(NATIVE_PATH script script)
run(${makensis} -V2 -NOCD -DVERSION=${version} -DLISTS=${native_folder} -DPACKAGE=${name} ${script})
message(STATUS "${folder}/${name}-setup.exe")
