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

/// Whether an episode is about arrival itself (rules.md §6): silence, whose a device is, what its clock says.
[[nodiscard]] inline bool about_arrival(const model::Episode& episode)
{
    using Kind = model::EpisodeKind;
    return episode.kind == Kind::no_contact || episode.kind == Kind::no_fix || episode.kind == Kind::not_monitored ||
           episode.kind == Kind::association || episode.kind == Kind::clock_fault;
}

/// An engine with a journal of its own: numbers the records, moves the clock, keeps what was told. What is about
/// arrival itself stands apart: a test of zones has silences of its own that it does not care for.
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

    /// All that was told but of arrival itself, in order.
    [[nodiscard]] const std::vector<model::EpisodeChange>& told() const { return told_; }

    /// What was told of arrival itself, in order.
    [[nodiscard]] const std::vector<model::EpisodeChange>& told_of_arrival() const { return told_of_arrival_; }

    /// The last state of each episode that was not withdrawn, by condition, start, kind.
    [[nodiscard]] std::vector<model::Episode> episodes() const
    {
        std::map<EpisodeId, model::Episode> last;
        for (const auto& change : told_) {
            last.insert_or_assign(change.episode.id, change.episode);
        }
        for (const auto& episode : engine_.standing()) {
            if (!about_arrival(episode)) {
                last.insert_or_assign(episode.id, episode);
            }
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
        for (auto& change : engine_.apply({.offset = {++offset_}, .record = {.at = clock_, .body = std::move(body)}})) {
            (about_arrival(change.episode) ? told_of_arrival_ : told_).push_back(std::move(change));
        }
    }

    engine::Engine engine_;
    std::uint64_t offset_ = 0;
    UtcTime clock_;
    std::vector<model::EpisodeChange> told_;
    std::vector<model::EpisodeChange> told_of_arrival_;
};

}  // namespace cordon::test
