// SPDX-License-Identifier: Apache-2.0
#include "session_store.hpp"

#include "base64.hpp"

#include <cordon/api/credentials.hpp>

#include <algorithm>
#include <utility>

namespace cordon::api {

std::string SessionStore::open(std::string token_id, std::string reason, UtcTime now)
{
    std::erase_if(sessions_, [&](const auto& row) { return row.second.expires <= now; });
    if (sessions_.size() >= most_) {
        sessions_.erase(std::ranges::min_element(sessions_, {}, [](const auto& row) { return row.second.expires; }));
    }
    std::string secret = random_base64url(32);
    sessions_.emplace(sha256_hex(secret),
                      Session{.token_id = std::move(token_id), .reason = std::move(reason), .expires = now + life_});
    return secret;
}

const Session* SessionStore::find(std::string_view secret, UtcTime now) const
{
    // The key is a hash of what was given: how long the look-up takes says nothing about any secret.
    const auto it = sessions_.find(sha256_hex(secret));
    return it == sessions_.end() || it->second.expires <= now ? nullptr : &it->second;
}

void SessionStore::close(std::string_view secret)
{
    sessions_.erase(sha256_hex(secret));
}

}  // namespace cordon::api
