// SPDX-License-Identifier: Apache-2.0
#include "base64.hpp"

#include <cordon/api/credentials.hpp>
#include <cordon/core/bytes.hpp>
#include <cordon/core/ensure.hpp>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <utility>

namespace cordon::api {

namespace {

struct RoleName {
    Role role;
    std::string_view name;
};

constexpr std::array<RoleName, all_roles.size()> role_table{{
    {Role::operator_, "operator"},
    {Role::supervisor, "supervisor"},
    {Role::probation, "probation"},
    {Role::police, "police"},
    {Role::victim_services, "victim_services"},
    {Role::analyst, "analyst"},
    {Role::auditor, "auditor"},
    {Role::ops, "ops"},
    {Role::admin, "admin"},
}};

/// Bytes in a public id: enough that no two tokens of an installation meet.
constexpr std::size_t id_bytes = 8;

}  // namespace

std::string_view to_string(Role role) noexcept
{
    return role_table.at(static_cast<std::size_t>(role)).name;
}

std::optional<Role> role_named(std::string_view name) noexcept
{
    const auto* const it = std::ranges::find(role_table, name, &RoleName::name);
    return it == role_table.end() ? std::nullopt : std::optional{it->role};
}

std::string role_names()
{
    std::string names;
    for (const RoleName& row : role_table) {
        names.append(names.empty() ? "" : ", ").append(row.name);
    }
    return names;
}

std::string random_base64url(std::size_t bytes)
{
    Bytes random(bytes);
    ensure(RAND_bytes(random.data(), static_cast<int>(random.size())) == 1, "the system gives random numbers");
    return base64url(random);
}

NewToken new_token(std::string name, Role role, std::optional<UtcTime> expires, PersonId by)
{
    NewToken token{.secret = "cordon_" + random_base64url(32)};
    token.record = {.id = "tok_" + random_base64url(id_bytes),
                    .name = std::move(name),
                    .role = std::string{to_string(role)},
                    .sha256 = sha256_hex(token.secret),
                    .expires = expires,
                    .by = std::move(by)};
    return token;
}

model::TokenRecord revocation(const model::TokenRecord& token, PersonId by)
{
    model::TokenRecord record = token;
    record.sha256.clear();
    record.revoked = true;
    record.by = std::move(by);
    return record;
}

std::optional<std::string> fault_of_token_name(std::string_view name)
{
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (name.empty() || name.size() > 100 || std::ranges::any_of(name, is_control)) {
        return "a token's name has 1 to 100 characters and no control character";
    }
    return std::nullopt;
}

std::string sha256_hex(std::string_view bytes)
{
    std::array<std::uint8_t, 32> digest{};
    unsigned size = 0;
    ensure(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1,
           "OpenSSL has SHA-256");
    return to_hex(digest);
}

}  // namespace cordon::api
