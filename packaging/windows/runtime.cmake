# SPDX-License-Identifier: MIT
# What a program of Qt needs on a Windows that knows neither Qt nor the compiler: their DLLs. They
# are copied beside the programs of the build tree and installed with prun.exe.
set(dlls "$<TARGET_FILE:Qt6::Core>")
if(MINGW)
    foreach(dll IN ITEMS libgcc_s_seh-1.dll libstdc++-6.dll libwinpthread-1.dll)
        execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=${dll}
            OUTPUT_VARIABLE path OUTPUT_STRIP_TRAILING_WHITESPACE)
        if(NOT EXISTS ${path})
            message(FATAL_ERROR "The compiler has no ${dll}, which its programs need")
        endif()
        file(REAL_PATH ${path} path)
        list(APPEND dlls ${path})
    endforeach()
else()
    set(CMAKE_INSTALL_SYSTEM_RUNTIME_LIBS_SKIP ON)
    include(InstallRequiredSystemLibraries)
    list(APPEND dlls ${CMAKE_INSTALL_SYSTEM_RUNTIME_LIBS})
endif()
install(FILES ${dlls} DESTINATION ${CMAKE_INSTALL_BINDIR})

set(copies COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}
    COMMAND ${CMAKE_COMMAND} -E copy ${dlls} ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
if(PRUN_TESTS)
    list(APPEND dlls "$<TARGET_FILE:Qt6::Test>")
    list(APPEND copies COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/tests
        COMMAND ${CMAKE_COMMAND} -E copy ${dlls} ${PROJECT_BINARY_DIR}/tests)
endif()
set(stamp ${CMAKE_CURRENT_BINARY_DIR}/runtime.stamp)
add_custom_command(OUTPUT ${stamp} ${copies} COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS ${dlls} COMMENT "Copying the DLLs of Qt and the compiler" VERBATIM)
add_custom_target(prun_runtime ALL DEPENDS ${stamp})
