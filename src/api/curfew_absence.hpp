// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/episode.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <unordered_map>

namespace cordon::api {

/// Each order's accumulated time violation (ATV; rules.md §4): the time outside in confirmed curfew episodes that were
/// not withdrawn, whatever their AL code. Kept apart from the incidents, of which the oldest make room. The view
/// `cordon.curfew_absence` says the same.
class CurfewAbsence {
public:
    /// Changes in the order of the feed.
    void take(const model::EpisodeChange& change);

    /// Summed in milliseconds and floored once. An instant that two episodes hold counts once; an open episode counts
    /// up to `clock`, the journal's.
    [[nodiscard]] std::chrono::minutes of(const OrderId& order, UtcTime clock) const;

private:
    struct Absence {
        UtcTime from;
        std::optional<UtcTime> until;
    };

    std::unordered_map<OrderId, std::map<EpisodeId, Absence>> absences_;
};

}  // namespace cordon::api
