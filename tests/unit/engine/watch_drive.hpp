// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ascii_map.hpp"
#include "draft.hpp"
#include "sight.hpp"
#include "span.hpp"

#include <cordon/model/order.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cordon::test {

inline constexpr engine::DeviceNumber wearers_tag = 0;
inline constexpr engine::DeviceNumber protected_device = 7;

/// "10:05", "10:05:30.250" of the tests' day.
[[nodiscard]] inline UtcTime day_time(const std::string& clock)
{
    return *parse_utc("2026-01-05T" + clock + (clock.size() == 5 ? ":00Z" : "Z"));
}

[[nodiscard]] inline engine::Span between(const std::string& from, const std::string& until)
{
    return {day_time(from), day_time(until)};
}

[[nodiscard]] inline std::string day_clock(UtcTime at)
{
    const std::string text = to_rfc3339(at).substr(11);
    return text.ends_with(":00Z") ? text.substr(0, 5) : text.substr(0, text.size() - 1);
}

[[nodiscard]] inline engine::Fix fix_at(const std::string& clock, model::Position position, double accuracy_m = 5,
                                        model::Mechanism mechanism = model::Mechanism::gnss,
                                        engine::DeviceNumber device = wearers_tag)
{
    return {.at = day_time(clock),
            .position = position,
            .accuracy_m = accuracy_m,
            .device = device,
            .mechanism = mechanism};
}

/// One watch and its drafts, taken through time as an order's fold does: at each instant what is due, then what begins
/// or ends, then the fixes. Of one instant they stay in the order in which they were given; none is given for a time
/// that has run.
template <class Watch>
class Drive {
public:
    explicit Drive(Watch watch) : watch_{std::move(watch)} {}

    Drive& add(engine::Fix fix)
    {
        const auto place = std::upper_bound(fixes_.begin(), fixes_.end(), fix.at,
                                            [](UtcTime at, const engine::Fix& other) { return at < other.at; });
        fixes_.insert(place, fix);
        return *this;
    }

    /// Up to this instant, itself included.
    Drive& run(const std::string& until) { return run(day_time(until)); }

    Drive& run(UtcTime until)
    {
        for (; now_.next < fixes_.size() && fixes_[now_.next].at <= until; ++now_.next) {
            take(now_.next);
        }
        pass(until);
        return *this;
    }

    /// Takes one fix more; false where there is none.
    bool run_one()
    {
        if (now_.next == fixes_.size()) {
            return false;
        }
        take(now_.next++);
        return true;
    }

    /// All of where it stands, to go back to.
    struct Standing {
        typename Watch::State state;
        std::size_t next = 0;
        UtcTime edge = engine::beginning;
        std::optional<engine::Fix> tag;
        std::optional<engine::Fix> other;
        std::uint64_t serial = 1;
    };

    [[nodiscard]] Standing standing() const
    {
        Standing now = now_;
        now.serial = drafts_.next_serial();
        return now;
    }

    void step_back(const Standing& then)
    {
        now_ = then;
        drafts_.drop_from(then.serial);
        Watch::restore(then.state, drafts_);
    }

    [[nodiscard]] const typename Watch::State& state() const { return now_.state; }

    [[nodiscard]] Watch& watch() { return watch_; }

    [[nodiscard]] const std::vector<engine::Draft>& drafts() const { return drafts_.all(); }

    [[nodiscard]] std::size_t fixes() const { return fixes_.size(); }

    /// "attendance confirmed notice 10:00-10:30 late: 3 of 20 minutes", a line each.
    [[nodiscard]] std::vector<std::string> told() const
    {
        std::vector<std::string> lines;
        for (const auto& draft : drafts_.all()) {
            lines.push_back(fmt::format("{} {} {} {}-{} {}", model::to_string(draft.kind),
                                        model::to_string(draft.state), model::to_string(draft.severity),
                                        day_clock(draft.started), draft.ended ? day_clock(*draft.ended) : "",
                                        draft.reason));
        }
        return lines;
    }

    /// The same with its evidence: "… | 0@10:05 -21.3".
    [[nodiscard]] std::vector<std::string> whole() const
    {
        auto lines = told();
        for (std::size_t i = 0; i < lines.size(); ++i) {
            for (const auto& proof : drafts_.all()[i].evidence) {
                lines[i] += fmt::format(" | {}@{} {:.1f}", proof.device, day_clock(proof.at),
                                        static_cast<double>(proof.distance_mm) / 1000.0);
            }
        }
        return lines;
    }

private:
    void take(std::size_t place)
    {
        const engine::Fix& fix = fixes_[place];
        pass(fix.at);
        if (now_.state.active) {
            watch_.step(now_.state, fix, fix.at, drafts_);
            const bool last_of_instant = place + 1 == fixes_.size() || fixes_[place + 1].at > fix.at;
            if constexpr (requires { watch_.settle(now_.state, drafts_); }) {
                if (last_of_instant) {
                    watch_.settle(now_.state, drafts_);
                }
            }
        }
        (fix.device == protected_device ? now_.other : now_.tag) = fix;
    }

    /// What is due, begins or ends, up to `until`.
    void pass(UtcTime until)
    {
        for (;;) {
            const UtcTime due = watch_.due(now_.state);
            const UtcTime edge = next_edge();
            if (std::min(due, edge) > until) {
                return;
            }
            if (due <= edge) {
                watch_.fire(now_.state, due, drafts_);
            } else {
                turn(edge);
            }
        }
    }

    [[nodiscard]] UtcTime next_edge() const
    {
        UtcTime next = engine::forever;
        for (const auto& span : watch_.active()) {
            for (const UtcTime edge : {span.from, span.until}) {
                next = edge > now_.edge ? std::min(next, edge) : next;
            }
        }
        return next;
    }

    void turn(UtcTime edge)
    {
        now_.edge = edge;
        const bool active = engine::holds(watch_.active(), edge);
        if (now_.state.active && !active) {
            watch_.stop(now_.state, edge, drafts_);
        } else if (!now_.state.active && active) {
            engine::Sight sight{.tag = now_.tag ? &*now_.tag : nullptr, .other = now_.other ? &*now_.other : nullptr};
            for (const auto& fix : fixes_) {
                if (fix.at == edge) {
                    (fix.device == protected_device ? sight.other : sight.tag) = nullptr;
                }
            }
            watch_.start(now_.state, edge, sight, drafts_);
        }
    }

    Watch watch_;
    std::vector<engine::Fix> fixes_;
    Standing now_;
    engine::Drafts drafts_;
};

}  // namespace cordon::test
