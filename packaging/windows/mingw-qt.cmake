# SPDX-License-Identifier: MIT
# What the preset windows-mingw needs besides the compiler: the Qt that build-qt.sh has built, and
# Wine, under which CTest runs what was built.
if(NOT Qt6_DIR)
    execute_process(
        COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/build-qt.sh --where
        OUTPUT_VARIABLE prun_windows_qt OUTPUT_STRIP_TRAILING_WHITESPACE
        RESULT_VARIABLE prun_no_qt)
    if(prun_no_qt)
        message(FATAL_ERROR
            "No Qt for Windows here: run `sh packaging/windows/build-qt.sh` first, or set Qt6_DIR")
    endif()
    list(APPEND CMAKE_PREFIX_PATH ${prun_windows_qt})
endif()

# moc is a program of the machine that builds, from a Qt of the same version.
if(NOT QT_HOST_PATH)
    set(QT_HOST_PATH /usr)
    file(GLOB prun_host_packages /usr/lib/*/cmake/Qt6CoreTools /usr/lib*/cmake/Qt6CoreTools)
    if(prun_host_packages)
        list(GET prun_host_packages 0 prun_host_package)
        cmake_path(GET prun_host_package PARENT_PATH QT_HOST_PATH_CMAKE_DIR)
    endif()
endif()

if(NOT CMAKE_CROSSCOMPILING_EMULATOR)
    set(CMAKE_CROSSCOMPILING_EMULATOR
        sh ${CMAKE_CURRENT_LIST_DIR}/run-wine.sh ${CMAKE_BINARY_DIR}/wine)
endif()
