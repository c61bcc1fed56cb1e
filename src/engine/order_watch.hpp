// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "device_event_watch.hpp"
#include "fold.hpp"
#include "order_terms.hpp"
#include "silence_watch.hpp"
#include "story.hpp"
#include "track.hpp"

#include <optional>
#include <vector>

namespace cordon::engine {

/// One order: its fixes of the last 7 days, its watches, and what was told of it.
class OrderWatch {
public:
    explicit OrderWatch(OrderId id = {}) : id_{std::move(id)}, silence_{id_} {}

    [[nodiscard]] const OrderId& id() const noexcept { return id_; }

    [[nodiscard]] const std::vector<DeviceId>& devices() const noexcept { return terms_.devices(); }

    /// The first or the next version holds from `at`. Decided by the next settle; of silence at once.
    void take_version(const model::Order& order, UtcTime at, Telling& telling);

    /// The journal's time begins here: nothing before it was silence.
    void watch_from(UtcTime first) { silence_.watch_from(first); }

    /// Puts an observation of one of its devices in its place. Decided by the next settle; of silence at once.
    void take(const model::Observation& observation, UtcTime log, Telling& telling);

    /// Decides all there is up to `clock`, and tells what changed.
    void settle(UtcTime clock, Telling& telling);

    /// The next instant at which something happens though nothing comes; `forever` where nothing does.
    [[nodiscard]] UtcTime next_wake() const noexcept { return wake_; }

    void stand(std::vector<model::Episode>& out) const;

    /// Its whole state, for a snapshot (archive.hpp).
    template <class Archive>
    void serialize(Archive& archive)
    {
        archive(id_, terms_, track_, fold_, drafts_, story_, events_, event_drafts_, event_story_, silence_, newest_,
                horizon_, wake_, events_reach_, changed_, changed_late_, events_changed_);
    }

private:
    void take_fix(const model::Observation& observation, DeviceNumber device, bool suspect, UtcTime log);
    void take_event(model::DeviceEvent event, UtcTime at, DeviceNumber device);
    void settle_events(UtcTime reach, const Names& names, Telling& telling);
    [[nodiscard]] UtcTime wake_after(UtcTime clock) const;
    void forget(UtcTime before);

    [[nodiscard]] Names names() const noexcept { return {id_, terms_.conditions(), terms_.devices()}; }

    OrderId id_;
    OrderTerms terms_;
    Track track_;
    Fold fold_;
    Drafts drafts_;
    Story story_;
    DeviceEventWatch events_;
    Drafts event_drafts_;
    Story event_story_;
    SilenceWatch silence_;
    std::vector<UtcTime> newest_;  ///< by device: the newest fix time it ever sent
    UtcTime horizon_ = beginning;  ///< fixes before it are decided for good
    UtcTime wake_ = forever;
    std::optional<UtcTime> changed_;  ///< since the last settle: from here on
    bool changed_late_ = false;
    bool events_changed_ = false;
    UtcTime events_reach_ = beginning;
};

}  // namespace cordon::engine
