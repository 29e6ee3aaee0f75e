# What every target of this project is compiled with. Never installed.
add_library(prun_build_flags INTERFACE)
target_compile_definitions(prun_build_flags INTERFACE
    QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING
    QT_DISABLE_DEPRECATED_BEFORE=0x060400
    PRUN_VERSION="${PROJECT_VERSION}"
    $<$<NOT:$<CONFIG:Debug>>:QT_NO_DEBUG>)
if(MSVC)
    # It warns of most of the C library, in favour of functions that no other has.
    target_compile_definitions(prun_build_flags INTERFACE _CRT_SECURE_NO_WARNINGS)
    target_compile_options(prun_build_flags INTERFACE /W4 /utf-8 /permissive- $<$<BOOL:${PRUN_WERROR}>:/WX>)
else()
    target_compile_options(prun_build_flags INTERFACE
        -Wall -Wextra -Wconversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
        $<$<BOOL:${PRUN_WERROR}>:-Werror>)
endif()
if(PRUN_SANITIZE)
    target_compile_options(prun_build_flags INTERFACE
        -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
    target_link_options(prun_build_flags INTERFACE -fsanitize=address,undefined)
    if(CMAKE_CXX_COMPILER_ID MATCHES "Clang") # which has no name of its own for it
        target_compile_definitions(prun_build_flags INTERFACE __SANITIZE_ADDRESS__)
    endif()
endif()

# The suffix of platform files: x_<os>.cpp, and x_<kernel>.cpp where Unix systems differ.
if(WIN32)
    set(prun_os win)
    set(prun_kernel win)
else()
    set(prun_os unix)
    set(prun_kernel posix)
    if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
        set(prun_kernel linux)
    elseif(APPLE)
        set(prun_kernel mac)
    endif()
endif()
