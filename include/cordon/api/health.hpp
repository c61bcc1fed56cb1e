// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::api {

/// How one part of the program is doing. Only `not_ready` makes `/readyz` answer 503: the daemon does not take in, or
/// does not decide yet. What is behind but stops nothing (the database away) is a warning.
enum class StageState : std::uint8_t { ok, warning, not_ready };

[[nodiscard]] std::string_view to_string(StageState state) noexcept;

struct Stage {
    std::string name;  ///< "journal", "fold", "store"
    StageState state = StageState::ok;
    std::string detail;  ///< a short sentence; never a wearer's name, an address or a path

    bool operator==(const Stage&) const = default;
};

/// What `/readyz` shows, in the order of the path.
struct Health {
    std::vector<Stage> stages;

    bool operator==(const Health&) const = default;
};

}  // namespace cordon::api
