// SPDX-License-Identifier: Apache-2.0
#include "device_event_watch.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace cordon::engine {

namespace {

using model::DeviceEvent;
using model::EpisodeKind;
using model::Severity;
using namespace std::chrono_literals;

/// SOS and case have no clear twin: said again after this long, it is another one.
constexpr Millis same_cause = 15min;

struct Opening {
    EpisodeKind kind;
    Severity severity;
};

std::optional<Opening> opening_of(DeviceEvent event) noexcept
{
    switch (event) {
        case DeviceEvent::strap_open:
            return Opening{EpisodeKind::strap, Severity::critical};
        case DeviceEvent::case_open:
            return Opening{EpisodeKind::case_opened, Severity::serious};
        case DeviceEvent::sos:
            return Opening{EpisodeKind::sos, Severity::critical};
        case DeviceEvent::jamming:
            return Opening{EpisodeKind::jamming, Severity::serious};
        case DeviceEvent::battery_low:
            return Opening{EpisodeKind::battery_low, Severity::notice};
        case DeviceEvent::battery_dead:
            return Opening{EpisodeKind::battery_dead, Severity::serious};
        case DeviceEvent::strap_closed:
        case DeviceEvent::power_connected:
        case DeviceEvent::power_disconnected:
        case DeviceEvent::jamming_end:
        case DeviceEvent::power_on:
        case DeviceEvent::power_off:
        case DeviceEvent::motion:
        case DeviceEvent::fall:
            break;
    }
    return std::nullopt;
}

bool closes(DeviceEvent event, EpisodeKind kind) noexcept
{
    return (event == DeviceEvent::strap_closed && kind == EpisodeKind::strap) ||
           (event == DeviceEvent::jamming_end && kind == EpisodeKind::jamming) ||
           (event == DeviceEvent::power_connected &&
            (kind == EpisodeKind::battery_low || kind == EpisodeKind::battery_dead));
}

/// The open episodes of one device, one a kind.
struct Standing {
    struct Open {
        EpisodeKind kind;
        OpenDraft draft;
        UtcTime last;  ///< when the device last said so
    };

    std::vector<Open> open;

    [[nodiscard]] std::vector<Open>::iterator of(EpisodeKind kind)
    {
        return std::find_if(open.begin(), open.end(), [kind](const Open& each) { return each.kind == kind; });
    }
};

}  // namespace

bool DeviceEventWatch::concerns(DeviceEvent event) noexcept
{
    return opening_of(event) || event == DeviceEvent::strap_closed || event == DeviceEvent::jamming_end ||
           event == DeviceEvent::power_connected;
}

bool DeviceEventWatch::insert(DeviceNumber device, DeviceEvent event, UtcTime at, bool late)
{
    const Event added{.device = device, .at = at, .opens = opening_of(event).has_value(), .event = event, .late = late};
    const auto place = std::lower_bound(events_.begin(), events_.end(), added,
                                        [](const Event& a, const Event& b) { return a.key() < b.key(); });
    if (place != events_.end() && place->key() == added.key()) {
        return false;
    }
    events_.insert(place, added);
    return true;
}

Drafts DeviceEventWatch::decide(const std::vector<Spans>& watched, UtcTime reach) const
{
    Drafts drafts;
    for (std::size_t device = 0; device < watched.size(); ++device) {
        for (const auto& stretch : watched[device]) {
            std::vector<Event> events;
            std::copy_if(events_.begin(), events_.end(), std::back_inserter(events), [&](const Event& event) {
                return event.device == device && stretch.from <= event.at && event.at < stretch.until;
            });
            decide_stretch(events, stretch, reach, drafts);
        }
    }
    return drafts;
}

void DeviceEventWatch::decide_stretch(const std::vector<Event>& events, const Span& stretch, UtcTime reach,
                                      Drafts& drafts)
{
    Standing standing;
    std::vector<OpenDraft> left;  // superseded by the same said again, and never ended by the device
    for (const auto& event : events) {
        std::erase_if(standing.open, [&](Standing::Open& open) {
            const bool closed = closes(event.event, open.kind);
            if (closed) {
                drafts.end(open.draft, event.at);
            }
            return closed;
        });
        const auto opening = opening_of(event.event);
        if (!opening) {
            continue;
        }
        const auto same = standing.of(opening->kind);
        const bool twinless = opening->kind == EpisodeKind::sos || opening->kind == EpisodeKind::case_opened;
        if (same != standing.open.end() && !(twinless && event.at - same->last > same_cause)) {
            same->last = event.at;
            continue;
        }
        if (same != standing.open.end()) {
            left.push_back(same->draft);
            standing.open.erase(same);
        }
        const OpenDraft draft = drafts.open({.device = event.device,
                                             .kind = opening->kind,
                                             .state = model::EpisodeState::confirmed,
                                             .severity = opening->severity,
                                             .started = event.at,
                                             .reason = "the device said " + std::string{model::to_string(event.event)},
                                             .late = event.late});
        standing.open.push_back({.kind = opening->kind, .draft = draft, .last = event.at});
    }
    if (stretch.until > reach) {
        return;
    }
    for (auto& open : standing.open) {
        drafts.end(open.draft, stretch.until);
    }
    for (auto& draft : left) {
        drafts.end(draft, stretch.until);
    }
}

}  // namespace cordon::engine
