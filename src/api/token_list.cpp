// SPDX-License-Identifier: Apache-2.0
#include "token_list.hpp"

#include <cordon/api/credentials.hpp>

#include <openssl/crypto.h>

namespace cordon::api {

namespace {

bool holds(const model::TokenRecord& token, UtcTime at)
{
    return !token.revoked && (!token.expires || at < *token.expires);
}

}  // namespace

const model::TokenRecord* TokenList::holder(std::string_view secret, UtcTime at) const
{
    const std::string hash = sha256_hex(secret);
    const model::TokenRecord* found = nullptr;
    for (const auto& [id, token] : tokens_) {
        const bool same =
            token.sha256.size() == hash.size() && CRYPTO_memcmp(token.sha256.data(), hash.data(), hash.size()) == 0;
        found = same ? &token : found;
    }
    return found != nullptr && holds(*found, at) ? found : nullptr;
}

const model::TokenRecord* TokenList::valid(std::string_view id, UtcTime at) const
{
    const model::TokenRecord* const token = find(id);
    return token != nullptr && holds(*token, at) ? token : nullptr;
}

const model::TokenRecord* TokenList::find(std::string_view id) const
{
    const auto it = tokens_.find(id);
    return it == tokens_.end() ? nullptr : &it->second;
}

}  // namespace cordon::api
