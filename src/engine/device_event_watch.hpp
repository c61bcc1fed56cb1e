// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "draft.hpp"
#include "span.hpp"

#include <cordon/model/observation.hpp>

#include <cstddef>
#include <tuple>
#include <vector>

namespace cordon::engine {

/// Rules §6 for what a device says of itself: strap, case, SOS, jamming, battery. As the device says, once per episode,
/// ended by its clear twin. Events are few, so all of an order's are decided anew when one comes, in the order of time,
/// whatever order they came in; a fix's horizon does not bound them: a strap that was cut is told however late.
class DeviceEventWatch {
public:
    /// Whether an event opens or ends an episode; all others are only kept in the journal.
    [[nodiscard]] static bool concerns(model::DeviceEvent event) noexcept;

    /// Returns whether it was not known yet. `at` is its time, or its receipt where its time is suspect.
    bool insert(DeviceNumber device, model::DeviceEvent event, UtcTime at, bool late);

    /// What the events conclude: `watched` are the stretches, by device, in which its order holds it; `reach` is how
    /// far time has come. An episode that is open at the end of its stretch ends there.
    [[nodiscard]] Drafts decide(const std::vector<Spans>& watched, UtcTime reach) const;

    [[nodiscard]] bool empty() const noexcept { return events_.empty(); }

    /// Its whole state, for a snapshot (archive.hpp).
    template <class Archive>
    void serialize(Archive& archive)
    {
        archive(events_);
    }

private:
    struct Event {
        DeviceNumber device = 0;
        UtcTime at;
        bool opens = false;  ///< of two at one instant, the one that ends comes first
        model::DeviceEvent event = model::DeviceEvent::strap_open;
        bool late = false;

        [[nodiscard]] auto key() const noexcept { return std::tie(device, at, opens, event); }
    };

    static void decide_stretch(const std::vector<Event>& events, const Span& stretch, UtcTime reach, Drafts& drafts);

    std::vector<Event> events_;  ///< by device, then time
};

}  // namespace cordon::engine
