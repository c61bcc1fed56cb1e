// SPDX-License-Identifier: Apache-2.0
#include "curfew_absence.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace cordon::api {

void CurfewAbsence::take(const model::EpisodeChange& change)
{
    const model::Episode& episode = change.episode;
    if (episode.kind != model::EpisodeKind::curfew || !episode.order) {
        return;
    }
    if (episode.state == model::EpisodeState::confirmed && episode.change != model::Change::withdrawn) {
        absences_[*episode.order].insert_or_assign(episode.id,
                                                   Absence{.from = episode.started, .until = episode.ended});
        return;
    }
    if (const auto order = absences_.find(*episode.order); order != absences_.end()) {
        order->second.erase(episode.id);
    }
}

std::chrono::minutes CurfewAbsence::of(const OrderId& order, UtcTime clock) const
{
    const auto found = absences_.find(order);
    if (found == absences_.end()) {
        return {};
    }
    std::vector<std::pair<UtcTime, UtcTime>> spans;
    for (const auto& [id, absence] : found->second) {
        spans.emplace_back(absence.from, absence.until.value_or(clock));
    }
    std::ranges::sort(spans);
    Millis outside{0};
    UtcTime counted;  // up to here
    for (const auto& [from, until] : spans) {
        const UtcTime begin = std::max(from, counted);
        if (begin < until) {
            outside += until - begin;
            counted = until;
        }
    }
    return std::chrono::floor<std::chrono::minutes>(outside);
}

}  // namespace cordon::api
