// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "message.hpp"
#include "session_store.hpp"
#include "token_list.hpp"

#include <cordon/api/credentials.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::api {

/// Which listener a connection came in by.
enum class Door : std::uint8_t { web, local, metrics };

/// Who asks.
struct Caller {
    enum class By : std::uint8_t { token, cookie, local };

    Role role = Role::operator_;
    PersonId person;
    By by = By::token;
    std::string token_id;        ///< empty for the local administrator
    std::string session_secret;  ///< of a cookie
};

/// Who a request is from: the local administrator, a bearer token, or a console's session. Nothing where no credential
/// holds. A bearer token that does not hold is not mended by a cookie beside it.
[[nodiscard]] std::optional<Caller> identify(const Request& request, Door door, const TokenList& tokens,
                                             const SessionStore& sessions, UtcTime now);

/// Whether the credential still holds: a stream asks as long as it lives.
[[nodiscard]] bool still_holds(const Caller& caller, const TokenList& tokens, const SessionStore& sessions,
                               UtcTime now);

/// Whether `Host` is one of ours: a loopback name, or one of `names`. What keeps a page elsewhere from reaching us by a
/// name of its own that it points at 127.0.0.1 (DNS rebinding). The port is not compared.
[[nodiscard]] bool is_known_host(std::string_view host, const std::vector<std::string>& names);

/// Whether a browser says that our own page sent this: `Sec-Fetch-Site: same-origin`, or an `Origin` whose host and
/// port are those of `Host`. False where it says neither.
[[nodiscard]] bool is_same_origin(const Request& request);

/// Whether a browser says that some other page sent this. False where it says nothing.
[[nodiscard]] bool is_cross_origin(const Request& request);

/// The value of a cookie of the request; empty where there is none.
[[nodiscard]] std::string_view cookie(const Request& request, std::string_view name);

inline constexpr std::string_view session_cookie = "cordon_session";

}  // namespace cordon::api
