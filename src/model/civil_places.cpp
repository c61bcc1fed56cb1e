// SPDX-License-Identifier: Apache-2.0
#include "civil_places.hpp"

#include "civil_clock.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

namespace cordon::model {

namespace {

using std::chrono::days;

/// Looked through a month at a time: a curfew with ten thousand windows needs no more memory for two years than for one
/// month.
constexpr days month{28};
/// What starts this long before can still hold.
constexpr days carried_over{2};

bool one_place_only(const std::vector<Window>& windows)
{
    return std::ranges::all_of(windows, [&](const Window& one) { return one.place == windows.front().place; });
}

/// The first of those (by `from`) that begins while an earlier one asks for another place.
std::optional<PlaceClash> clash_among(const std::vector<Window>& windows, const std::vector<Occurrence>& asked)
{
    const auto clashes = [&](const Occurrence& before, const Occurrence& now) {
        return before.until > now.from && windows[before.window].place != windows[now.window].place;
    };
    std::map<std::string_view, UtcTime> held_until;  // by place: at most three
    for (const Occurrence& now : asked) {
        const std::string_view place = windows[now.window].place;
        if (std::ranges::any_of(held_until,
                                [&](const auto& held) { return held.first != place && held.second > now.from; })) {
            const auto before =
                std::ranges::find_if(asked, [&](const Occurrence& earlier) { return clashes(earlier, now); });
            return PlaceClash{.earlier = std::min(before->window, now.window),
                              .later = std::max(before->window, now.window),
                              .at = now.from};
        }
        UtcTime& until = held_until.try_emplace(place, now.until).first->second;
        until = std::max(until, now.until);
    }
    return std::nullopt;
}

}  // namespace

std::optional<PlaceClash> first_clash(const Curfew& curfew, const UtcOffsets& offsets, UtcTime starts,
                                      std::optional<UtcTime> ends)
{
    const std::vector<Window>& windows = curfew.schedule.windows;
    if (one_place_only(windows)) {
        return std::nullopt;
    }
    const UtcTime horizon = starts + clash_horizon;
    const WallClock clock{offsets};
    const auto last = std::chrono::floor<days>(clock.reading(std::min(ends.value_or(horizon), horizon))) + days{1};
    std::vector<Occurrence> asked;
    for (auto day = std::chrono::floor<days>(clock.reading(starts)) - carried_over; day <= last; day += month) {
        asked.clear();
        add_starting_on(curfew.schedule, clock, day - carried_over, std::min(day + month, last), asked);
        if (const auto clash = clash_among(windows, asked)) {
            return clash;
        }
    }
    return std::nullopt;
}

}  // namespace cordon::model
