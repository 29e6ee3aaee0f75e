# prun_add_plugin(<id> KIND formatter|hook SOURCES <file>…
#                 [LIBRARIES <target>…] [CLASS_NAME <name>] [STATIC] [NO_INSTALL])
#
# A plugin of prun, made the same way inside prun's own tree and outside it. The description of the
# plugin, <id>.json, lies beside the CMakeLists.txt that calls this, and one of the sources has a
# class with Q_PLUGIN_METADATA(IID … FILE "<id>.json") in it.
#
# The target is prun_<kind>_<id>. It is built into ${PRUN_PLUGIN_OUTPUT_DIRECTORY}/<kind>s, a folder
# that can be given to `prun --plugin-path` as it is (without the <kind>s), and installed into
# ${PRUN_PLUGIN_INSTALL_DIR}/<kind>s, which is relative to the installation prefix.
#
# STATIC makes a static library that registers its plugin in every program that links the target.
# CLASS_NAME is then the name of the class with Q_PLUGIN_METADATA, without its namespace; the
# default is made from the id: my-thing is MyThingPlugin.

include_guard(GLOBAL)
include(GNUInstallDirs)

function(prun_add_plugin id)
    cmake_parse_arguments(PARSE_ARGV 1 arg "STATIC;NO_INSTALL" "KIND;CLASS_NAME" "SOURCES;LIBRARIES")
    if(arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES)
        message(FATAL_ERROR "prun_add_plugin(${id}): unknown or empty arguments: "
            "${arg_UNPARSED_ARGUMENTS} ${arg_KEYWORDS_MISSING_VALUES}")
    endif()
    if(NOT id MATCHES "^[a-z][a-z0-9-]*$")
        message(FATAL_ERROR "prun_add_plugin(${id}): an id is made of a-z, 0-9 and -")
    endif()
    if(NOT arg_KIND MATCHES "^(formatter|hook)$")
        message(FATAL_ERROR "prun_add_plugin(${id}): KIND must be formatter or hook, not '${arg_KIND}'")
    endif()
    if(NOT arg_SOURCES)
        message(FATAL_ERROR "prun_add_plugin(${id}): no SOURCES")
    endif()
    _prun_check_plugin_metadata(${id} ${arg_KIND})

    set(target prun_${arg_KIND}_${id})
    if(arg_STATIC)
        add_library(${target} STATIC ${arg_SOURCES})
        target_compile_definitions(${target} PRIVATE QT_STATICPLUGIN)
        _prun_import_static_plugin(${target} ${id} "${arg_CLASS_NAME}")
    else()
        add_library(${target} MODULE ${arg_SOURCES})
        _prun_place_plugin(${target} ${id} ${arg_KIND} "${arg_NO_INSTALL}")
    endif()
    # moc runs again when the description changes, but nothing else tells the compiler.
    set_source_files_properties(${arg_SOURCES} PROPERTIES
        OBJECT_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${id}.json)
    set_target_properties(${target} PROPERTIES
        AUTOMOC ON CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
    target_link_libraries(${target} PRIVATE Prun::Sdk ${arg_LIBRARIES}
        $<TARGET_NAME_IF_EXISTS:prun_build_flags>)
endfunction()

# Builds it to where prun looks for it, and installs it likewise.
function(_prun_place_plugin target id kind no_install)
    if(NOT PRUN_PLUGIN_OUTPUT_DIRECTORY)
        set(PRUN_PLUGIN_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/prun-plugins)
    endif()
    if(NOT PRUN_PLUGIN_INSTALL_DIR)
        set(PRUN_PLUGIN_INSTALL_DIR ${CMAKE_INSTALL_LIBDIR}/prun/plugins)
    endif()
    set_target_properties(${target} PROPERTIES
        PREFIX "" OUTPUT_NAME ${id}
        LIBRARY_OUTPUT_DIRECTORY ${PRUN_PLUGIN_OUTPUT_DIRECTORY}/${kind}s)
    if(NOT no_install)
        install(TARGETS ${target} LIBRARY DESTINATION ${PRUN_PLUGIN_INSTALL_DIR}/${kind}s)
    endif()
endfunction()

# Whoever links `target` gets a source that refers to the plugin, so that the linker keeps it.
function(_prun_import_static_plugin target id class_name)
    if(NOT class_name)
        string(REPLACE "-" ";" words ${id})
        foreach(word IN LISTS words)
            string(SUBSTRING ${word} 0 1 head)
            string(SUBSTRING ${word} 1 -1 tail)
            string(TOUPPER ${head} head)
            string(APPEND class_name ${head}${tail})
        endforeach()
        string(APPEND class_name Plugin)
    endif()
    set(import ${CMAKE_CURRENT_BINARY_DIR}/${target}_import.cpp)
    file(CONFIGURE OUTPUT ${import} @ONLY CONTENT
        "#include <QtCore/qplugin.h>\nQ_IMPORT_PLUGIN(@class_name@)\n")
    target_sources(${target} INTERFACE ${import})
    target_link_libraries(${target} INTERFACE Qt6::Core)
endfunction()

# prun reads the description without loading the plugin; a wrong one is found here, not there.
function(_prun_check_plugin_metadata wanted_id wanted_kind)
    set(file ${CMAKE_CURRENT_SOURCE_DIR}/${wanted_id}.json)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    if(NOT EXISTS ${file})
        message(FATAL_ERROR "prun_add_plugin(${wanted_id}): ${file} is missing")
    endif()
    file(READ ${file} json)
    foreach(key IN ITEMS kind id summary)
        _prun_plugin_string(${key} ${key} "${json}" ${file})
    endforeach()
    if(NOT kind STREQUAL wanted_kind OR NOT id STREQUAL wanted_id)
        message(FATAL_ERROR
            "${file}: describes the ${kind} '${id}', not the ${wanted_kind} '${wanted_id}'")
    endif()
    string(JSON order ERROR_VARIABLE no_order GET "${json}" order)
    if(kind STREQUAL "formatter" AND NOT order MATCHES "^(live|index|finish)$")
        message(FATAL_ERROR "${file}: \"order\" of a formatter is live, index or finish")
    elseif(kind STREQUAL "hook" AND NOT no_order)
        message(FATAL_ERROR "${file}: a hook has no \"order\"")
    endif()
    _prun_check_plugin_options("${json}" ${file})
endfunction()

function(_prun_check_plugin_options json file)
    string(JSON type ERROR_VARIABLE absent TYPE "${json}" options)
    if(absent)
        return()
    endif()
    if(NOT type STREQUAL "OBJECT")
        message(FATAL_ERROR "${file}: \"options\" must be an object of {\"key\": \"what it does\"}")
    endif()
    string(JSON count LENGTH "${json}" options)
    if(count GREATER 0)
        math(EXPR last "${count} - 1")
        foreach(index RANGE ${last})
            string(JSON key MEMBER "${json}" options ${index})
            _prun_plugin_string(text "options;${key}" "${json}" ${file})
        endforeach()
    endif()
endfunction()

# Sets `variable` to the string at `path` of `json`.
function(_prun_plugin_string variable path json file)
    string(JSON type ERROR_VARIABLE problem TYPE "${json}" ${path})
    if(problem OR NOT type STREQUAL "STRING")
        string(REPLACE ";" "." path "${path}")
        message(FATAL_ERROR "${file}: \"${path}\" must be there and a string")
    endif()
    string(JSON value GET "${json}" ${path})
    set(${variable} "${value}" PARENT_SCOPE)
endfunction()
