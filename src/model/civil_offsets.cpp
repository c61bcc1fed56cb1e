// SPDX-License-Identifier: Apache-2.0
#include <cordon/model/civil.hpp>

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <string>

namespace cordon::model {

namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year;

/// What the journal's texts of times can say.
constexpr sys_seconds earliest = sys_days{year{1970} / 1 / 1};
constexpr sys_seconds latest = sys_days{year{9999} / 12 / 31};
/// A zone whose clocks are changed by a yearly rule has its changes listed up to this year at least.
constexpr sys_seconds last_listed = sys_days{year{2037} / 1 / 1};

const date::time_zone* zone_named(std::string_view name)
{
    try {
        return date::locate_zone(std::string{name});
    } catch (const std::runtime_error&) {  // how the library says that there is none
        return nullptr;
    }
}

void put(UtcOffsets& out, sys_seconds at, seconds ahead)
{
    if (out.stretches.empty() || out.stretches.back().ahead != ahead) {  // a new name alone changes no clock
        out.stretches.push_back({.at = at, .ahead = ahead});
    }
}

std::chrono::year year_of(sys_seconds at)
{
    return std::chrono::year_month_day{std::chrono::floor<days>(at)}.year();
}

/// Days are counted from 1 March, so that a leap day is behind them all; no zone changes its clocks yearly before that.
sys_days march_of(year in)
{
    return sys_days{in / 3 / 1};
}

/// One of the changes of a year: "the last Sunday of March at 01:00", as a weekday, the first of the seven days that it
/// may fall on, and a time of that day, all UTC.
class YearlyChange {
public:
    explicit YearlyChange(UtcOffsets::From seen)
        : weekday_{std::chrono::floor<days>(seen.at)},
          clock_{std::chrono::floor<seconds>(seen.at) - std::chrono::floor<days>(seen.at)},
          ahead_{seen.ahead},
          first_{day_in_year(seen)},
          last_{first_}
    {
    }

    /// Whether this too is that change in another year.
    bool takes(UtcOffsets::From seen)
    {
        const YearlyChange other{seen};
        first_ = std::min(first_, other.first_);
        last_ = std::max(last_, other.last_);
        return other.weekday_ == weekday_ && other.clock_ == clock_ && other.ahead_ == ahead_;
    }

    /// All seven days have been seen: there is no other rule that they could come from.
    [[nodiscard]] bool is_sure() const { return last_ - first_ == days{6}; }

    [[nodiscard]] UtcOffsets::From in(year when) const
    {
        const sys_days first = march_of(when) + first_;
        return {.at = first + (weekday_ - std::chrono::weekday{first}) + clock_, .ahead = ahead_};
    }

private:
    static days day_in_year(UtcOffsets::From seen)
    {
        const auto day = std::chrono::floor<days>(seen.at);
        return day - march_of(std::chrono::year_month_day{day}.year());
    }

    std::chrono::weekday weekday_;
    seconds clock_;
    seconds ahead_;
    days first_;
    days last_;
};

/// A zone's stretches as far as its data list them.
class ZoneStretches {
public:
    explicit ZoneStretches(const date::time_zone& zone) : zone_{zone} {}

    /// Adds those between the two instants; the last listed one is taken to have no end.
    void add(UtcOffsets& out, sys_seconds from, sys_seconds until) const
    {
        for (sys_seconds at = from; at < until;) {
            const date::sys_info info = zone_.get_info(at);
            put(out, at, info.offset);
            at = info.end;
        }
    }

    /// When the data stop listing changes.
    [[nodiscard]] sys_seconds last_change() const { return zone_.get_info(latest).begin; }

    /// The two changes of every one of the last eleven years that are listed. In eleven years a date falls on every day
    /// of the week. Nothing where the clocks are not changed like that. The data do say the rule after their list, but
    /// the library does not read it, and would leave every clock at winter time from 2037 on.
    [[nodiscard]] std::optional<std::array<YearlyChange, 2>> yearly_changes() const
    {
        if (last_change() < last_listed) {
            return std::nullopt;
        }
        const year last = year_of(last_change());
        const sys_seconds from = sys_days{(last - std::chrono::years{10}) / 1 / 1};
        UtcOffsets listed;
        add(listed, from, sys_days{(last + std::chrono::years{1}) / 1 / 1});
        auto& changes = listed.stretches;
        changes.erase(changes.begin());  // how each begins is no change
        if (changes.size() != 22) {
            return std::nullopt;
        }
        std::array rules{YearlyChange{changes[0]}, YearlyChange{changes[1]}};
        for (std::size_t i = 2; i < changes.size(); ++i) {
            if (!rules.at(i % 2).takes(changes[i])) {
                return std::nullopt;
            }
        }
        return rules[0].is_sure() && rules[1].is_sure() ? std::optional{rules} : std::nullopt;
    }

private:
    const date::time_zone& zone_;
};

/// Goes on with a zone's yearly rule where its list of changes ends.
void add_by_rule(UtcOffsets& out, const ZoneStretches& zone, sys_seconds from, sys_seconds until)
{
    const auto rules = zone.yearly_changes();
    if (!rules) {
        return;
    }
    for (year when = year_of(zone.last_change()) + std::chrono::years{1}; when <= year_of(until); ++when) {
        for (const YearlyChange& rule : *rules) {
            const UtcOffsets::From change = rule.in(when);
            if (change.at <= from) {
                out.stretches = {{.at = from, .ahead = change.ahead}};
            } else if (change.at < until) {
                put(out, std::chrono::floor<seconds>(change.at), change.ahead);
            }
        }
    }
}

}  // namespace

bool is_time_zone(std::string_view name)
{
    return zone_named(name) != nullptr;
}

Result<UtcOffsets> utc_offsets(std::string_view zone, UtcTime from, UtcTime until)
{
    const date::time_zone* const found = zone_named(zone);
    if (found == nullptr) {
        return refuse(std::string{zone} + " is not a known time zone");
    }
    const sys_seconds begin = std::clamp(std::chrono::floor<seconds>(from), earliest, latest - days{1});
    const sys_seconds end = std::clamp(std::chrono::ceil<seconds>(until), begin + seconds{1}, latest);
    const ZoneStretches stretches{*found};
    UtcOffsets out;
    stretches.add(out, begin, end);
    if (end > stretches.last_change()) {
        add_by_rule(out, stretches, begin, end);
    }
    return out;
}

}  // namespace cordon::model
