// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>

#include <filesystem>

namespace cordon::app {

/// The folder that holds everything the daemon keeps. Only its owner may look into it.
class StateFolder {
public:
    /// Makes it where it is absent (mode 0700) and closes it to others where it is not. A fault where it is no folder
    /// or cannot be written: the sentence names it and what would be right.
    [[nodiscard]] static Result<StateFolder> prepare(const std::filesystem::path& folder);

    std::filesystem::path path;
};

}  // namespace cordon::app
