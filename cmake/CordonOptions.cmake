# SPDX-License-Identifier: Apache-2.0
option(CORDON_BENCH "Build the benchmarks" OFF)
option(CORDON_FUZZ "Build the libFuzzer targets" OFF)
option(CORDON_COVERAGE "Count covered lines" OFF)
set(CORDON_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them: address,undefined or thread")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_LINK_DEPENDS_NO_SHARED ON)

find_program(CORDON_CCACHE ccache)
if(CORDON_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CORDON_CCACHE})
endif()

# Everything of ours is compiled with these; packages are system includes and keep their own warnings.
add_library(cordon_flags INTERFACE)
target_compile_options(cordon_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
    -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough -Werror
    -Wno-missing-designated-field-initializers # a record is made with the fields that matter; the rest have defaults
    -fstack-protector-strong -fno-omit-frame-pointer)
target_link_options(cordon_flags INTERFACE -fuse-ld=lld-19)

if(CORDON_SANITIZE)
    add_compile_options(-fsanitize=${CORDON_SANITIZE} -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${CORDON_SANITIZE})
endif()
if(CORDON_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(CORDON_COVERAGE)
    add_compile_options(-fprofile-instr-generate -fcoverage-mapping)
    add_link_options(-fprofile-instr-generate)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
    add_compile_definitions(_FORTIFY_SOURCE=2)
endif()
