// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/model/episode.hpp>

#include <cstddef>
#include <map>
#include <string_view>
#include <unordered_map>

namespace cordon::api {

/// One episode as the operator handles it (rules.md §9), as last told.
struct Incident {
    model::Episode episode;
    model::StreamId last;  ///< the change that told it so
};

/// "new", or "closed" where its episode was withdrawn before anybody touched it.
[[nodiscard]] std::string_view state_of(const model::Episode& episode) noexcept;

/// The incidents, by the change that opened them. The oldest that is over makes room once there are too many: the
/// store keeps them all, this is what an operator works with.
class IncidentList {
public:
    /// About 100 MB; at the design's alert rates, months.
    static constexpr std::size_t default_most = 100'000;

    explicit IncidentList(std::size_t most = default_most) : most_{most} {}

    void take(const model::EpisodeChange& change);

    [[nodiscard]] const Incident* find(const EpisodeId& id) const;

    [[nodiscard]] const std::map<model::StreamId, Incident>& by_opening() const noexcept { return incidents_; }

    /// The last change taken: what the list is true at.
    [[nodiscard]] model::StreamId position() const noexcept { return position_; }

    /// The oldest that no person has dealt with; nothing where there is none.
    [[nodiscard]] const Incident* oldest_new() const;

private:
    void make_room();

    std::size_t most_;
    std::map<model::StreamId, Incident> incidents_;
    std::unordered_map<EpisodeId, model::StreamId> opened_;
    model::StreamId position_;
};

}  // namespace cordon::api
