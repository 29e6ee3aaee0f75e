# cmake -D BUILD=… -D STAGE=… -D SOURCE=… -D OUTSIDE=… -D CONFIG=… -D COMPILER=… -D GENERATOR=…
#       [-D TOOLCHAIN=… -D INCLUDES=…] -P build_outside.cmake
#
# Installs prun from the build tree BUILD into STAGE, then builds the project SOURCE in OUTSIDE
# against it. TOOLCHAIN and INCLUDES are CMake's CMAKE_TOOLCHAIN_FILE and
# CMAKE_PROJECT_TOP_LEVEL_INCLUDES, where it is built for another system.

# Every run starts from nothing: a file left over from an earlier one would hide a missing one.
file(REMOVE_RECURSE ${STAGE} ${STAGE}-before ${OUTSIDE})

function(run)
    execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# Moved after it was installed: nothing in it may depend on where it lay before.
run(${CMAKE_COMMAND} --install ${BUILD} --config ${CONFIG} --prefix ${STAGE}-before)
file(RENAME ${STAGE}-before ${STAGE})
set(compiler -D CMAKE_CXX_COMPILER=${COMPILER})
if(TOOLCHAIN)
    set(compiler -D CMAKE_TOOLCHAIN_FILE=${TOOLCHAIN}
        -D CMAKE_PROJECT_TOP_LEVEL_INCLUDES=${INCLUDES})
endif()
run(${CMAKE_COMMAND} -S ${SOURCE} -B ${OUTSIDE} -G ${GENERATOR}
    -D CMAKE_PREFIX_PATH=${STAGE} -D CMAKE_BUILD_TYPE=${CONFIG} ${compiler}
    -D CMAKE_FIND_PACKAGE_NO_PACKAGE_REGISTRY=ON)
run(${CMAKE_COMMAND} --build ${OUTSIDE})
