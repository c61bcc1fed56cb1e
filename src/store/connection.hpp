// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

namespace pqxx {
class connection_base;
class transaction_base;
class result;
}  // namespace pqxx

namespace cordon::store {

/// Opens a connection that gives up by itself when the server is gone: two seconds to connect, and about as long for a
/// peer that went away without a word. Throws what libpqxx throws. The connection never opens itself anew.
[[nodiscard]] std::shared_ptr<pqxx::connection_base> open_connection(const std::string& url);

}  // namespace cordon::store
