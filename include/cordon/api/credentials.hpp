// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/record.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::api {

/// What a person or a program may be (interface.md, Roles). What each may do is the table in `src/api/routes.cpp`.
enum class Role : std::uint8_t {
    operator_,
    supervisor,
    probation,
    police,
    victim_services,
    analyst,
    auditor,
    ops,
    admin,
};

inline constexpr std::array all_roles{
    Role::operator_, Role::supervisor, Role::probation, Role::police, Role::victim_services,
    Role::analyst,   Role::auditor,    Role::ops,       Role::admin};

/// "operator", "supervisor", … Any thread.
[[nodiscard]] std::string_view to_string(Role role) noexcept;
[[nodiscard]] std::optional<Role> role_named(std::string_view name) noexcept;

/// "operator, supervisor, …": what a message says would be right. Any thread.
[[nodiscard]] std::string role_names();

/// A credential, just made. The secret is shown once, to whoever asked, and is kept nowhere.
struct NewToken {
    std::string secret;         ///< "cordon_" and 32 random bytes in base64url
    model::TokenRecord record;  ///< what the journal keeps: the secret's SHA-256
};

/// Makes a credential from the system's random numbers. Any thread.
[[nodiscard]] NewToken new_token(std::string name, Role role, std::optional<UtcTime> expires, PersonId by);

/// The record that takes a credential back: it keeps no hash. Any thread.
[[nodiscard]] model::TokenRecord revocation(const model::TokenRecord& token, PersonId by);

/// Why a name is no good for a token, or nothing: 1 to 100 characters, none of them a control character.
[[nodiscard]] std::optional<std::string> fault_of_token_name(std::string_view name);

/// SHA-256, lower-case hexadecimal. Any thread.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace cordon::api
