// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/engine/engine.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace cordon::test {

inline constexpr const char* tag = "356307042441013";

/// "2026-01-05T10:00:00Z": the hour at which the tests' orders start.
[[nodiscard]] inline UtcTime ten_o_clock()
{
    return *parse_utc("2026-01-05T10:00:00Z");
}

/// An engine with a journal of its own: numbers the records, moves the clock, keeps what was told.
class EngineRun {
public:
    explicit EngineRun(engine::Shard shard = {}) : engine_{shard} {}

    void order(const std::string& json, UtcTime at = UtcTime{})
    {
        apply(at, model::OrderRecord{.json = json, .by = {"test"}});
    }

    void tick(UtcTime at) { apply(at, model::TickRecord{}); }

    void take(const model::Observation& observation) { take(observation, observation.received); }

    void take(const model::Observation& observation, UtcTime at)
    {
        model::FrameRecord frame{.device = observation.device, .received = observation.received};
        frame.observations.push_back(observation);
        apply(at, std::move(frame));
    }

    void take_frame(std::vector<model::Observation> observations, UtcTime at)
    {
        model::FrameRecord frame{.device = {tag}, .received = at};
        frame.observations = std::move(observations);
        apply(at, std::move(frame));
    }

    /// All that was told, in order.
    [[nodiscard]] const std::vector<model::EpisodeChange>& told() const { return told_; }

    /// The last state of each episode that was not withdrawn, by condition, start, kind.
    [[nodiscard]] std::vector<model::Episode> episodes() const
    {
        std::map<EpisodeId, model::Episode> last;
        for (const auto& change : told_) {
            last.insert_or_assign(change.episode.id, change.episode);
        }
        for (const auto& episode : engine_.standing()) {
            last.insert_or_assign(episode.id, episode);
        }
        std::vector<model::Episode> out;
        for (const auto& [id, episode] : last) {
            if (episode.change != model::Change::withdrawn) {
                out.push_back(episode);
            }
        }
        std::sort(out.begin(), out.end(), [](const model::Episode& a, const model::Episode& b) {
            return std::tie(a.order, a.condition, a.started, a.kind, a.ended) <
                   std::tie(b.order, b.condition, b.started, b.kind, b.ended);
        });
        return out;
    }

    [[nodiscard]] std::vector<model::Episode> episodes(model::EpisodeKind kind) const
    {
        auto all = episodes();
        std::erase_if(all, [kind](const model::Episode& episode) { return episode.kind != kind; });
        return all;
    }

    /// Episodes without what tells their history: what must not depend on the order of arrival (rules.md §8).
    [[nodiscard]] std::vector<model::Episode> conclusions() const
    {
        auto all = episodes();
        for (auto& episode : all) {
            episode.id = {};
            episode.detected = {};
            episode.late = false;
            episode.revision = 0;
            episode.change = {};
        }
        return all;
    }

private:
    void apply(UtcTime at, model::Body body)
    {
        clock_ = std::max(clock_, at);
        auto changes = engine_.apply({.offset = {++offset_}, .record = {.at = clock_, .body = std::move(body)}});
        told_.insert(told_.end(), std::make_move_iterator(changes.begin()), std::make_move_iterator(changes.end()));
    }

    engine::Engine engine_;
    std::uint64_t offset_ = 0;
    UtcTime clock_;
    std::vector<model::EpisodeChange> told_;
};

}  // namespace cordon::test
