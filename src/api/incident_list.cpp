// SPDX-License-Identifier: Apache-2.0
#include "incident_list.hpp"

#include <algorithm>

namespace cordon::api {

namespace {

bool is_withdrawn(const model::Episode& episode)
{
    return episode.change == model::Change::withdrawn;
}

}  // namespace

std::string_view state_of(const model::Episode& episode) noexcept
{
    return is_withdrawn(episode) ? "closed" : "new";
}

void IncidentList::take(const model::EpisodeChange& change)
{
    position_ = std::max(position_, change.id);
    const auto [opened, fresh] = opened_.try_emplace(change.episode.id, change.id);
    incidents_[opened->second] = {.episode = change.episode, .last = change.id};
    if (fresh) {
        make_room();
    }
}

const Incident* IncidentList::find(const EpisodeId& id) const
{
    const auto it = opened_.find(id);
    return it == opened_.end() ? nullptr : &incidents_.at(it->second);
}

const Incident* IncidentList::oldest_new() const
{
    const auto it = std::ranges::find_if(incidents_, [](const auto& row) { return !is_withdrawn(row.second.episode); });
    return it == incidents_.end() ? nullptr : &it->second;
}

void IncidentList::make_room()
{
    if (incidents_.size() <= most_) {
        return;
    }
    // Where every one of them is still going on, the list grows: an open incident is never a hole.
    const auto over = std::ranges::find_if(incidents_, [](const auto& row) {
        return is_withdrawn(row.second.episode) || row.second.episode.ended.has_value();
    });
    if (over != incidents_.end()) {
        opened_.erase(over->second.episode.id);
        incidents_.erase(over);
    }
}

}  // namespace cordon::api
