// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/time.hpp>
#include <cordon/model/order.hpp>

#include <array>
#include <cstdint>
#include <optional>

namespace cordon::engine {

/// What was gathered to confirm a possible episode (§3, and §4 as its mirror image): enough fixes that are wholly on
/// the wrong side within a few minutes, or centres that stay there. A value: kept at checkpoints and put back.
struct Confirmation {
    /// What confirmed it.
    struct Shown {
        std::int32_t fixes = 0;
        Millis span{0};
        bool dwelt = false;
    };

    std::array<UtcTime, 5> votes_at{};  ///< the last fixes that count whole, oldest first
    UtcTime dwell_first;
    UtcTime dwell_last;
    std::int32_t dwell = 0;  ///< consecutive fixes that stayed
    std::uint8_t votes = 0;  ///< of `votes_at`, how many are set

    /// A confirming fix wholly on the wrong side.
    void vote(UtcTime at, const model::Thresholds& thresholds);

    /// A confirming fix that stays; neighbours more than `gap_s` apart begin anew.
    void stay(UtcTime at, const model::Thresholds& thresholds);

    void leave() noexcept { dwell = 0; }

    /// What is enough now, the votes before the stay.
    [[nodiscard]] std::optional<Shown> shown(const model::Thresholds& thresholds) const;
};

}  // namespace cordon::engine
