// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "caller.hpp"
#include "message.hpp"
#include "site.hpp"

#include <cordon/api/credentials.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cordon::api {

/// A set of roles.
class Roles {
public:
    constexpr Roles() = default;

    constexpr Roles(std::initializer_list<Role> roles)
    {
        for (const Role role : roles) {
            bits_ = static_cast<std::uint16_t>(bits_ | bit(role));
        }
    }

    [[nodiscard]] constexpr bool has(Role role) const noexcept { return (bits_ & bit(role)) != 0; }

private:
    static constexpr std::uint16_t bit(Role role) noexcept
    {
        return static_cast<std::uint16_t>(1U << static_cast<unsigned>(role));
    }

    std::uint16_t bits_ = 0;
};

/// What a handler is given.
struct Exchange {
    Site& site;
    const Request& request;
    const std::vector<std::string>& names;  ///< what stood in the place of each {…}, in order
    const Caller& caller;                   ///< says nothing where the route is for everyone
};

/// How a body is read before its handler is asked.
enum class BodyKind : std::uint8_t {
    small,     ///< kept as text
    document,  ///< an orders document
    order,     ///< an orders document, or one order bare
};

struct Route {
    enum class For : std::uint8_t { everyone, any_caller, roles };

    std::string_view method;
    std::string_view pattern;  ///< "/v1/orders/{id}"
    For who = For::roles;
    Roles roles;
    Response (*handle)(const Exchange&) = nullptr;
    BodyKind body = BodyKind::small;

    [[nodiscard]] bool writes() const noexcept { return method != "GET"; }
};

/// Every route of the API door, each with who may use it. What is not in it is refused.
[[nodiscard]] std::span<const Route> routes() noexcept;

/// A request that may go on: its head was right, its caller may do this.
struct Admitted {
    const Route* route = nullptr;  ///< none: a file of the console
    std::vector<std::string> names;
    std::optional<Caller> caller;
    std::size_t max_body = 0;
};

/// A body other than an orders document: the largest of ours has 400 bytes.
inline constexpr std::size_t max_small_body = 1U << 20U;

/// Decides by the head alone, before a byte of the body is read.
[[nodiscard]] std::variant<Admitted, Response> admit(const Request& head, Door door, const Site& site);

/// Answers what was admitted, its body read.
[[nodiscard]] Response answer(const Admitted& admitted, const Request& request, Site& site);

}  // namespace cordon::api
