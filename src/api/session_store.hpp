// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/time.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace cordon::api {

/// A console that is signed in: on behalf of which credential, for what reason, until when.
struct Session {
    std::string token_id;
    std::string reason;
    UtcTime expires;
};

/// Sessions in memory, known by the SHA-256 of their secret: gone at a restart, when everybody signs in again.
class SessionStore {
public:
    SessionStore(std::size_t most, Millis life) : most_{most}, life_{life} {}

    /// Opens one and returns its secret, 32 random bytes in base64url. Where there are too many, the one that ends
    /// first makes room.
    [[nodiscard]] std::string open(std::string token_id, std::string reason, UtcTime now);

    /// Nothing where there is no such session or it has ended.
    [[nodiscard]] const Session* find(std::string_view secret, UtcTime now) const;

    void close(std::string_view secret);

    [[nodiscard]] Millis life() const noexcept { return life_; }

    [[nodiscard]] std::size_t size() const noexcept { return sessions_.size(); }

private:
    std::size_t most_;
    Millis life_;
    std::unordered_map<std::string, Session> sessions_;
};

}  // namespace cordon::api
