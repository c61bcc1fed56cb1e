// SPDX-License-Identifier: Apache-2.0
#include <cordon/pipeline/final_episodes.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace cordon::pipeline {

void FinalEpisodes::take(std::vector<model::EpisodeChange>&& changes)
{
    for (model::EpisodeChange& change : changes) {
        const EpisodeId id = change.episode.id;
        last_.insert_or_assign(id, std::move(change.episode));
    }
}

std::vector<model::Episode> FinalEpisodes::rows(const engine::Engine& fold) const
{
    auto last = last_;
    for (auto& episode : fold.standing()) {
        const EpisodeId id = episode.id;
        last.insert_or_assign(id, std::move(episode));
    }
    std::vector<model::Episode> rows;
    for (auto& [id, episode] : last) {
        if (episode.change != model::Change::withdrawn) {
            rows.push_back(std::move(episode));
        }
    }
    std::ranges::sort(rows, {}, [](const model::Episode& e) {
        return std::tuple{e.order, e.condition, e.started, model::to_string(e.kind), e.id};
    });
    return rows;
}

}  // namespace cordon::pipeline
