// SPDX-License-Identifier: Apache-2.0
#include "civil_clock.hpp"

#include <cordon/model/civil.hpp>

#include <algorithm>
#include <tuple>

namespace cordon::model {

namespace {

using std::chrono::days;

/// The years a document's dates may have; nearer than where milliseconds overflow.
constexpr UtcTime earliest = std::chrono::sys_days{std::chrono::year{1970} / 1 / 1};
constexpr UtcTime latest = std::chrono::sys_days{std::chrono::year{10'000} / 1 / 1};

/// A window reaches into the day after the one it starts on, and a clock may skip a whole day in between.
constexpr days longest_reach{2};
/// A clock that is put back reads a day again.
constexpr days furthest_back{1};

CivilDay civil_day(std::chrono::year_month_day date)
{
    return CivilDay{date};
}

/// 0 for Monday.
unsigned day_of_week(CivilDay day)
{
    return std::chrono::weekday{day}.iso_encoding() - 1;
}

CivilDay monday_of(CivilDay day)
{
    return day - days{day_of_week(day)};
}

std::vector<CivilDay> sorted_days(const std::vector<std::chrono::year_month_day>& dates)
{
    std::vector<CivilDay> out(dates.size());
    std::ranges::transform(dates, out.begin(), civil_day);
    std::ranges::sort(out);
    return out;
}

/// Lays the windows of a schedule over the days from `first` to `last`.
class Calendar {
public:
    Calendar(const Schedule& schedule, const WallClock& clock, CivilDay first, CivilDay last,
             std::vector<Occurrence>& out)
        : schedule_{schedule},
          clock_{clock},
          first_{first},
          last_{last},
          exceptions_{sorted_days(schedule.except_dates)},
          out_{out}
    {
    }

    void lay()
    {
        for (std::size_t i = 0; i < schedule_.windows.size(); ++i) {
            if (schedule_.windows[i].dates.empty()) {
                lay_days(i);
            } else {
                lay_dates(i);
            }
        }
    }

private:
    void lay_days(std::size_t index)
    {
        const Window& window = schedule_.windows[index];
        const CivilDay begin = window.from ? std::max(first_, civil_day(*window.from)) : first_;
        const CivilDay counted_from = monday_of(window.from ? civil_day(*window.from) : begin);
        WallClock::Walk walk{clock_, begin};
        for (CivilDay day = begin; day <= last_; day += days{1}) {
            const auto week = (day - counted_from).count() / 7;
            if (window.days[day_of_week(day)] && week % window.every_weeks == 0 && !is_excepted(day)) {
                put(day, index, walk);
            }
        }
    }

    void lay_dates(std::size_t index)
    {
        for (const auto& date : schedule_.windows[index].dates) {  // in whatever order they were written
            const CivilDay day = civil_day(date);
            if (first_ <= day && day <= last_) {
                WallClock::Walk walk{clock_, day};
                put(day, index, walk);
            }
        }
    }

    void put(CivilDay day, std::size_t index, WallClock::Walk& walk)
    {
        const Window& window = schedule_.windows[index];
        const CivilDay last_day = window.end > window.start ? day : day + days{1};
        const UtcTime from = walk.start(day + window.start);
        const UtcTime until = walk.end(last_day + window.end);
        if (from < until) {
            out_.push_back({.from = from, .until = until, .window = index});
        }
    }

    [[nodiscard]] bool is_excepted(CivilDay day) const { return std::ranges::binary_search(exceptions_, day); }

    const Schedule& schedule_;
    const WallClock& clock_;
    CivilDay first_;
    CivilDay last_;
    std::vector<CivilDay> exceptions_;
    std::vector<Occurrence>& out_;
};

}  // namespace

void add_starting_on(const Schedule& schedule, const WallClock& clock, CivilDay first, CivilDay last,
                     std::vector<Occurrence>& out)
{
    Calendar{schedule, clock, first, last, out}.lay();
    std::ranges::sort(out, {}, [](const Occurrence& one) { return std::tuple{one.from, one.window, one.until}; });
    const auto again = std::ranges::unique(out);
    out.erase(again.begin(), again.end());
}

std::chrono::year_month_day civil_date(const UtcOffsets& offsets, UtcTime at) noexcept
{
    return std::chrono::year_month_day{std::chrono::floor<days>(WallClock{offsets}.reading(at))};
}

std::vector<Occurrence> occurrences(const Schedule& schedule, const UtcOffsets& offsets, UtcTime from, UtcTime until)
{
    const UtcTime begin = std::max(from, earliest);
    const UtcTime end = std::min(until, latest);
    std::vector<Occurrence> out;
    if (begin >= end) {
        return out;
    }
    const WallClock clock{offsets};
    const auto first = std::chrono::floor<days>(clock.reading(begin)) - longest_reach;
    const auto last = std::chrono::floor<days>(clock.reading(end)) + furthest_back;
    add_starting_on(schedule, clock, first, last, out);
    std::erase_if(out, [&](const Occurrence& one) { return one.until <= begin || end <= one.from; });
    return out;
}

}  // namespace cordon::model
