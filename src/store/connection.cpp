// SPDX-License-Identifier: Apache-2.0
#include "connection.hpp"

#include <pqxx/pqxx>

#include <array>
#include <string_view>
#include <utility>

namespace cordon::store {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> wanted{{
    {"connect_timeout", "2"},
    {"keepalives_idle", "1"},
    {"keepalives_interval", "1"},
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "3000"},
    {"application_name", "cordon"},
}};

/// The connection string with what it does not say itself; both forms that libpq knows.
std::string with_timeouts(std::string url)
{
    const bool is_uri = url.starts_with("postgres://") || url.starts_with("postgresql://");
    for (const auto& [key, value] : wanted) {
        if (url.find(std::string{key} + "=") != std::string::npos) {
            continue;
        }
        if (is_uri) {
            url += url.find('?') == std::string::npos ? "?" : "&";
        } else {
            url += ' ';
        }
        url += key;
        url += '=';
        url += value;
    }
    return url;
}

}  // namespace

std::shared_ptr<pqxx::connection_base> open_connection(const std::string& url)
{
    auto connection = std::make_shared<pqxx::connection>(with_timeouts(url));
    const pqxx::quiet_errorhandler quiet{*connection};  // notices are not for our standard error
    pqxx::nontransaction setup{*connection};
    // Instants are written with their offset; a server's own zone must not matter anywhere.
    setup.exec(
        "set timezone = 'UTC'; set client_min_messages = warning; set client_encoding = 'UTF8'; "
        "set search_path = public; set lock_timeout = '60s'");
    return connection;
}

}  // namespace cordon::store
