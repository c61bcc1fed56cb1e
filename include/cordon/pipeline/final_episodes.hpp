// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/engine/engine.hpp>
#include <cordon/model/episode.hpp>

#include <map>
#include <vector>

namespace cordon::pipeline {

/// The last state of each episode of a fold. One thread.
class FinalEpisodes {
public:
    /// Changes in the order of the journal.
    void take(std::vector<model::EpisodeChange>&& changes);

    /// What was not withdrawn, each with the evidence that came since it was last told: sorted by order, condition,
    /// started, kind. The fold is the one that the changes came from.
    [[nodiscard]] std::vector<model::Episode> rows(const engine::Engine& fold) const;

private:
    std::map<EpisodeId, model::Episode> last_;
};

}  // namespace cordon::pipeline
