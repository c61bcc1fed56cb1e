// SPDX-License-Identifier: Apache-2.0
#include "civil.hpp"

#include <cordon/core/ensure.hpp>

#include <algorithm>

namespace cordon::sim {

namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

/// 01:00 UTC on the last Sunday of that month of the year that `at` lies in.
UtcTime last_sunday(UtcTime at, std::chrono::month month)
{
    const auto year = std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(at)}.year();
    return UtcTime{sys_days{year / month / std::chrono::Sunday[std::chrono::last]}} + 1h;
}

enum class Edge : std::uint8_t { start, end };

/// `wall` is the time on the wall, written as if it were UTC.
UtcTime instant_of(UtcTime wall, Edge edge)
{
    const bool by_summer = london_summer(wall - 1h);  // there is such an instant in summer time
    const bool by_winter = !london_summer(wall);
    if (by_summer && by_winter) {  // the doubled hour
        return edge == Edge::start ? wall - 1h : wall;
    }
    if (!by_summer && !by_winter) {  // the missing hour
        return last_sunday(wall, std::chrono::March);
    }
    return by_summer ? wall - 1h : wall;
}

}  // namespace

bool london_summer(UtcTime at)
{
    return last_sunday(at, std::chrono::March) <= at && at < last_sunday(at, std::chrono::October);
}

std::vector<std::pair<UtcTime, UtcTime>> london_windows(const model::Schedule& schedule, UtcTime from, UtcTime until)
{
    std::vector<std::pair<UtcTime, UtcTime>> found;
    for (const model::Window& window : schedule.windows) {
        ensure(window.dates.empty() && window.every_weeks == 1 && !window.from && schedule.except_dates.empty(),
               "a staged window comes on days of the week");
        for (sys_days day = std::chrono::floor<std::chrono::days>(from) - std::chrono::days{2}; day < until;
             day += std::chrono::days{1}) {
            if (!window.days.at(std::chrono::weekday{day}.iso_encoding() - 1)) {
                continue;
            }
            const sys_days last = window.end > window.start ? day : day + std::chrono::days{1};
            const auto start = instant_of(UtcTime{day} + window.start, Edge::start);
            const auto end = instant_of(UtcTime{last} + window.end, Edge::end);
            if (start < end && start < until && from < end) {
                found.emplace_back(start, end);
            }
        }
    }
    std::ranges::sort(found);
    std::vector<std::pair<UtcTime, UtcTime>> joined;
    for (const auto& [start, end] : found) {
        if (!joined.empty() && start <= joined.back().second) {
            joined.back().second = std::max(joined.back().second, end);
        } else {
            joined.emplace_back(start, end);
        }
    }
    return joined;
}

}  // namespace cordon::sim
