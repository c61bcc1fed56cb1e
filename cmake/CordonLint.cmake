# SPDX-License-Identifier: Apache-2.0
# cmake --build --preset lint: each public header compiled on its own, then clang-tidy over every source of ours (those
# that were clean and have not changed since are not asked again: tests/lint/tidy).

# A header that compiles alone includes what it uses; whoever includes it first is not the one to find out.
file(GLOB_RECURSE public_headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/include ${CMAKE_SOURCE_DIR}/include/cordon/*.hpp)
set(alone)
foreach(header IN LISTS public_headers)
    string(REPLACE ".hpp" ".cpp" source ${header})
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/headers/${source} CONTENT "#include <${header}>\n")
    list(APPEND alone ${CMAKE_BINARY_DIR}/headers/${source})
endforeach()
add_library(cordon_headers OBJECT EXCLUDE_FROM_ALL ${alone})
target_include_directories(cordon_headers PRIVATE ${CMAKE_SOURCE_DIR}/include)
target_link_libraries(cordon_headers PRIVATE cordon_flags cordon_boost)
target_compile_options(cordon_headers PRIVATE -O0)

add_custom_target(lint
    COMMAND ${CMAKE_SOURCE_DIR}/tests/lint/tidy ${CMAKE_BINARY_DIR}
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} USES_TERMINAL VERBATIM)
add_dependencies(lint cordon_headers)
