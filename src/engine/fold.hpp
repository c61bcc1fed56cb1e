// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "draft.hpp"
#include "exclusion_watch.hpp"
#include "order_terms.hpp"
#include "track.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace cordon::engine {

/// The rules of one order run over its counting fixes and the edges of its activity, in the order of time. It can step
/// back: every so many fixes its whole state is kept, so a late fix costs a walk from the checkpoint before it.
class Fold {
public:
    /// The fixes before `at` stand; what was concluded from then on is to be concluded again. Returns whether anything
    /// had been.
    bool step_back(UtcTime at, const Track& track, const OrderTerms& terms, Drafts& drafts);

    /// Runs over all fixes of the track, and the edges up to the later of `clock` and the last of them.
    void run(UtcTime clock, const Track& track, const OrderTerms& terms, Drafts& drafts);

    /// The last edge that fired.
    [[nodiscard]] UtcTime edge() const noexcept { return state_.edge; }

    /// The last edge that fired or the time of the last counting fix, whichever is later.
    [[nodiscard]] UtcTime reached() const noexcept
    {
        return state_.last ? std::max(state_.edge, state_.last->at) : state_.edge;
    }

    /// Keeps the state as it is now: nothing before it needs to be gone through again.
    void keep_checkpoint(const Drafts& drafts);

    /// How many fixes lie before the last checkpoint that is wholly before `before`; worth forgetting only when many.
    [[nodiscard]] std::size_t forgettable(UtcTime before, const Track& track) const noexcept;
    /// The first `count` fixes are forgotten: the checkpoint there is now the first.
    void forget(std::size_t count);

    /// The drafts that the first checkpoint holds open, and the first that were opened after it.
    [[nodiscard]] std::vector<std::uint64_t> open_at_first() const;

    [[nodiscard]] std::uint64_t serial_at_first() const noexcept { return checkpoints_.front().next_serial; }

private:
    struct State {
        std::size_t next = 0;                       ///< fixes stepped, counting or not
        UtcTime edge = beginning;                   ///< the last edge that fired
        std::uint64_t next_serial = 1;              ///< of the drafts
        std::optional<Fix> last;                    ///< the last counting fix
        std::vector<std::optional<Fix>> last_gnss;  ///< by device
        std::vector<ExclusionState> zones;          ///< by watch
    };

    [[nodiscard]] static bool stands_before(const State& state, UtcTime at, const Track& track) noexcept;
    void make_room(const OrderTerms& terms);
    void step(const Fix& fix, const OrderTerms& terms, Drafts& drafts);
    void step_zones(const Fix& fix, const std::optional<Fix>& from, const OrderTerms& terms, Drafts& drafts);
    void fire(UtcTime edge, bool fix_at_edge, const OrderTerms& terms, Drafts& drafts);
    void start_zone(std::size_t i, UtcTime edge, bool fix_at_edge, const OrderTerms& terms, Drafts& drafts);

    State state_;
    std::vector<State> checkpoints_{State{}};
    std::vector<std::uint32_t> engaged_;  ///< zones that wait for fixes wherever they are, smallest first
    std::vector<std::uint32_t> near_;     ///< scratch
};

}  // namespace cordon::engine
