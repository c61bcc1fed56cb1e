// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "span.hpp"
#include "story.hpp"

#include <cordon/model/episode.hpp>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace cordon::engine {

/// Episodes about arrival itself (§6: silence, association, clock faults): told when they open, perhaps escalated, told
/// again when they end, and never decided anew, because no later record changes when another came. A plain value.
class LiveEpisodes {
public:
    /// By which one is spoken of while it is open; rises from 1. 0: none.
    using Number = std::uint32_t;

    struct Live {
        Number number = 0;
        std::optional<DeviceId> device;  ///< where it is about one device
        model::Episode episode;          ///< as it was last told

        bool operator==(const Live&) const = default;
    };

    struct State {
        Number last = 0;             ///< the highest number given
        std::vector<Live> episodes;  ///< by number

        bool operator==(const State&) const = default;
    };

    LiveEpisodes() = default;

    explicit LiveEpisodes(State state);

    /// Tells a new one, confirmed: there is no doubt in what arrived. `episode` says order, kind, severity, start and
    /// reason; id, `detected` (the telling's instant) and the rest are given here.
    [[nodiscard]] Number open(model::Episode episode, const std::optional<DeviceId>& device, Telling& telling);

    /// Nothing where none is open.
    void escalate(Number number, model::Severity severity, Telling& telling);

    /// Ends it, and sets `number` to none; nothing where none is open.
    void end(Number& number, UtcTime at, Telling& telling);

    /// Lets go of those that ended before `before`; quick where there is none.
    void forget(UtcTime before);

    /// Every episode that is not forgotten.
    void stand(std::vector<model::Episode>& out) const;

    [[nodiscard]] const State& state() const noexcept { return state_; }

    bool operator==(const LiveEpisodes&) const = default;

    /// Its whole state, for a snapshot (archive.hpp).
    template <class Archive>
    void serialize(Archive& archive)
    {
        archive(state_);
        if constexpr (Archive::is_loading::value) {
            *this = LiveEpisodes{std::move(state_)};
        }
    }

private:
    [[nodiscard]] model::Episode& at(Number number);
    static void tell(model::Episode& episode, model::Change change, Telling& telling);

    void find_first_end();

    State state_;
    UtcTime first_end_ = forever;  ///< of those that have ended
};

}  // namespace cordon::engine
