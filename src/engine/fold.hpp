// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "draft.hpp"
#include "order_terms.hpp"
#include "track.hpp"
#include "watch.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace cordon::engine {

/// The rules of one order run over its counting fixes, the edges of its activity and what becomes true by itself, in
/// the order of time. It can step back: every so often its whole state is kept, so a late fix costs a walk from the
/// checkpoint before it.
class Fold {
public:
    /// The fixes before `at` stand; what was concluded from then on is to be concluded again. Returns whether anything
    /// had been.
    bool step_back(UtcTime at, const Track& track, const OrderTerms& terms, Drafts& drafts);

    /// Runs over all fixes of the track, and all else up to the later of `clock` and the last of them. The terms are
    /// laid out that far.
    void run(UtcTime clock, const Track& track, const OrderTerms& terms, Drafts& drafts);

    /// The next instant at which something happens though nothing comes, after what has been run.
    [[nodiscard]] UtcTime next_alone(UtcTime after, const OrderTerms& terms) const;

    /// The last instant of which anything was decided.
    [[nodiscard]] UtcTime reached() const noexcept { return reached(state_); }

    /// Keeps the state as it is now: nothing before it needs to be gone through again.
    void keep_checkpoint(const Drafts& drafts);

    /// How many checkpoints there are before the last one that is wholly before `before`.
    [[nodiscard]] std::size_t forgettable(UtcTime before, const Track& track) const noexcept;

    [[nodiscard]] std::size_t fixes_before(std::size_t checkpoint) const noexcept
    {
        return checkpoints_[checkpoint].next;
    }

    /// The first `count` checkpoints are forgotten. Returns how many fixes lie before the one that is the first now.
    std::size_t forget(std::size_t count);

    /// Of the first checkpoint: the last instant that is decided for good, and the first draft opened after it.
    [[nodiscard]] UtcTime reached_at_first() const noexcept { return reached(checkpoints_.front()); }

    [[nodiscard]] std::uint64_t serial_at_first() const noexcept { return checkpoints_.front().next_serial; }

    /// Its whole state, for a snapshot (archive.hpp).
    template <class Archive>
    void serialize(Archive& archive)
    {
        archive(state_, checkpoints_, alone_since_checkpoint_, engaged_);
    }

private:
    struct State {
        std::size_t next = 0;           ///< fixes stepped, counting or not
        UtcTime edge = beginning;       ///< the last edge that fired
        UtcTime alone = beginning;      ///< the last edge or due instant that fired
        std::uint64_t next_serial = 1;  ///< of the drafts
        std::optional<Fix> last;        ///< the wearer's last counting fix
        std::optional<Fix> last_sure;   ///< and the last that can confirm, where that is an earlier one
        /// By device: of the wearer's the last GNSS fix, where a path to the next may begin; of a protected person's
        /// the last.
        std::vector<std::optional<Fix>> last_of;
        std::vector<WatchState> watches;
    };

    [[nodiscard]] static UtcTime reached(const State& state) noexcept
    {
        return state.last ? std::max(state.alone, state.last->at) : state.alone;
    }

    /// Who speaks at an instant itself.
    struct Spoken {
        bool tag = false;
        std::vector<DeviceNumber> others;
    };

    [[nodiscard]] static bool stands_before(const State& state, UtcTime at, const Track& track) noexcept;
    void make_room(const OrderTerms& terms);
    void keep_in_time(const Drafts& drafts);
    void pass_time(UtcTime until, const Track& track, const OrderTerms& terms, Drafts& drafts);
    void step(const Fix& fix, const OrderTerms& terms, Drafts& drafts);
    void step_tag(const Fix& fix, const OrderTerms& terms, Drafts& drafts);
    void step_other(const Fix& fix, const OrderTerms& terms, Drafts& drafts);
    void step_watches(const Fix& fix, const std::optional<Fix>& from, const OrderTerms& terms, Drafts& drafts);
    void fire_edge(UtcTime edge, const Spoken& spoken, const OrderTerms& terms, Drafts& drafts);
    void fire_due(UtcTime due, const OrderTerms& terms, Drafts& drafts);
    [[nodiscard]] Sight sight_of(std::size_t watch, const Spoken& spoken, const OrderTerms& terms) const;
    [[nodiscard]] Spoken spoken_at(UtcTime at, const Track& track, const OrderTerms& terms) const;
    [[nodiscard]] UtcTime next_due(const OrderTerms& terms) const;
    void engage_all(const OrderTerms& terms);

    State state_;
    std::vector<State> checkpoints_{State{}};
    std::size_t alone_since_checkpoint_ = 0;
    std::vector<std::uint32_t> engaged_;  ///< watches that wait for fixes wherever they are, smallest first
    std::vector<std::uint32_t> near_;     ///< scratch
};

}  // namespace cordon::engine
