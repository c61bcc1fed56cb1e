// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/time.hpp>
#include <cordon/model/record.hpp>

#include <map>
#include <string>
#include <string_view>

namespace cordon::api {

/// Every credential ever made, as the journal has them now.
class TokenList {
public:
    void take(const model::TokenRecord& token) { tokens_[token.id] = token; }

    /// The credential that this secret is of, where it holds at that instant. Takes the same time for every secret.
    [[nodiscard]] const model::TokenRecord* holder(std::string_view secret, UtcTime at) const;

    /// The credential of this id where it holds at that instant: a session asks again at each request.
    [[nodiscard]] const model::TokenRecord* valid(std::string_view id, UtcTime at) const;

    [[nodiscard]] const model::TokenRecord* find(std::string_view id) const;

    [[nodiscard]] const std::map<std::string, model::TokenRecord, std::less<>>& all() const noexcept { return tokens_; }

private:
    std::map<std::string, model::TokenRecord, std::less<>> tokens_;
};

}  // namespace cordon::api
