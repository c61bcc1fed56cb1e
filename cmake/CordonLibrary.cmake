# SPDX-License-Identifier: Apache-2.0
# cordon_library(<folder> LINK <targets>): one library a folder, of src/<folder>/*.cpp with its headers in
# include/cordon/<folder>/ (for others) and src/<folder>/ (its own). A folder of headers alone is an INTERFACE library.
function(cordon_library folder)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINK")
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${folder}/*.cpp)
    if(sources)
        set(scope PUBLIC)
        add_library(cordon_${folder} STATIC ${sources})
        target_include_directories(cordon_${folder} PRIVATE ${CMAKE_SOURCE_DIR}/src/${folder})
        target_link_libraries(cordon_${folder} PRIVATE cordon_flags)
    else()
        set(scope INTERFACE)
        add_library(cordon_${folder} INTERFACE)
    endif()
    set(CORDON_${folder}_SCOPE ${scope} PARENT_SCOPE)
    target_include_directories(cordon_${folder} ${scope} ${CMAKE_SOURCE_DIR}/include)
    target_link_libraries(cordon_${folder} ${scope} ${arg_LINK})
endfunction()
