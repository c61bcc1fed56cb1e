// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace cordon::store {

/// Why writing cannot go on as it is: a word to count by, and a sentence without anything of anybody. Caught at the
/// folder's edge, in `Store::run`.
struct StoreFailure : std::runtime_error {
    std::string reason;

    StoreFailure(std::string word, const std::string& sentence) : std::runtime_error{sentence}, reason{std::move(word)}
    {
    }
};

}  // namespace cordon::store
