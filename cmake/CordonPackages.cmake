# SPDX-License-Identifier: Apache-2.0
# All from Debian 12; docker/packages lists them by their Debian names.
find_package(Threads REQUIRED)
find_package(Boost 1.81 EXACT REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(date REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(CURL REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(prometheus-cpp REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(pqxx REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(pq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(systemd REQUIRED IMPORTED_TARGET libsystemd)

# Header-only parts of Boost. Asio without deprecated names; no Boost.Context, no separate compilation.
add_library(cordon_boost INTERFACE)
target_link_libraries(cordon_boost INTERFACE Boost::headers Threads::Threads)
target_compile_definitions(cordon_boost INTERFACE BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_REGEX)
add_library(cordon::boost ALIAS cordon_boost)
