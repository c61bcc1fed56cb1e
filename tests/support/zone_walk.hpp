// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ascii_map.hpp"
#include "engine_run.hpp"
#include "order_json.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::test {

/// How a walk's fixes are made, until it is changed.
struct Receiver {
    double accuracy_m = 5;
    model::Mechanism mechanism = model::Mechanism::gnss;
};

/// A wearer under one order with one exclusion zone of the map, who walks over it a letter at a time. The first fix is
/// at five past ten: the order started at ten.
class ZoneWalk {
public:
    /// `corners` in order; after each space those of a hole. `more`: what else the condition says, `,"buffer_m":200`.
    ZoneWalk(const AsciiMap& map, std::string_view corners, const std::string& more = "") : map_{map}
    {
        std::vector<std::vector<model::Position>> rings(1);
        for (const char c : corners) {
            if (c == ' ') {
                rings.emplace_back();
            } else {
                rings.back().push_back(map.at(c));
            }
        }
        run_.order(OrderJson{.conditions = {polygon_condition("Z1", rings, more)}}.text());
    }

    /// Each letter a fix, `every` after the one before; a dot is a time without a fix.
    ZoneWalk& walk(std::string_view letters, std::chrono::milliseconds every = std::chrono::minutes{1})
    {
        for (const char c : letters) {
            if (c != '.') {
                run_.take(fix(map_.at(c)));
            }
            now_ += every;
        }
        return *this;
    }

    ZoneWalk& with(Receiver receiver)
    {
        receiver_ = receiver;
        return *this;
    }

    /// A fix as the receiver would make it now. The walk does not move on.
    [[nodiscard]] model::Observation fix(model::Position position) const
    {
        return {.device = {tag},
                .fix_time = now_,
                .received = now_,
                .position = position,
                .accuracy_m = receiver_.accuracy_m,
                .mechanism = receiver_.mechanism};
    }

    [[nodiscard]] UtcTime now() const { return now_; }

    [[nodiscard]] EngineRun& run() { return run_; }

    [[nodiscard]] std::vector<model::Episode> entries() const
    {
        return run_.episodes(model::EpisodeKind::exclusion_zone);
    }

    [[nodiscard]] std::vector<model::Episode> approaches() const { return run_.episodes(model::EpisodeKind::approach); }

    [[nodiscard]] std::vector<model::Episode> crossings() const { return run_.episodes(model::EpisodeKind::crossing); }

    /// How many entries are confirmed.
    [[nodiscard]] std::size_t confirmed() const
    {
        std::size_t count = 0;
        for (const auto& entry : entries()) {
            count += entry.state == model::EpisodeState::confirmed ? 1U : 0U;
        }
        return count;
    }

private:
    const AsciiMap& map_;
    EngineRun run_;
    Receiver receiver_;
    UtcTime now_ = ten_o_clock() + std::chrono::minutes{5};
};

/// "10:05:00": the time of day, as tests write it.
[[nodiscard]] inline std::string clock_of(UtcTime at)
{
    return to_rfc3339(at).substr(11, to_rfc3339(at).size() - 12);
}

[[nodiscard]] inline std::string clock_of(const std::optional<UtcTime>& at)
{
    return at ? clock_of(*at) : "open";
}

}  // namespace cordon::test
