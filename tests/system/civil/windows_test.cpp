// SPDX-License-Identifier: Apache-2.0
#include "postgres.hpp"

#include <cordon/model/civil.hpp>
#include <cordon/model/order.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <vector>

// Every window is compared with what PostgreSQL makes of the same wall clock, by its own code: it reads its own rules
// for after 2037 where ours are carried on. It resolves gap and fold in its own way, so it is asked only what the clock
// reads at an instant, and the rule of rules.md §5 is put together from that.

namespace cordon::test {
namespace {

using model::Occurrence;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::year;

constexpr std::size_t half_hours = 48;

/// The instants of every half-hour of one civil day, as the start of a window and as the end of one.
struct DayEdges {
    std::array<UtcTime, half_hours> start;
    std::array<UtcTime, half_hours> end;
};

using Edges = std::map<local_days, DayEdges>;

enum class Which { every_day, days_near_changes };

/// At `l` the clock can only be as far from UTC as it is a day and a half before or after: `a` and `b` are the two
/// instants at which it may read `l`. Where it does at neither, `l` is in a gap, whose end is looked for by the minute.
std::string edges_query(const std::string& zone, const std::string& first, const std::string& last, Which which)
{
    return fmt::format(
        R"(with days as (
             select d::date as day from generate_series('{1}'::timestamp, '{2}'::timestamp, '1 day') d
             where {3} or (((d - interval '3 days') at time zone 'UTC') at time zone '{0}') + interval '6 days'
                       <> (((d + interval '3 days') at time zone 'UTC') at time zone '{0}')),
           asked as (
             select day, i, day + i * interval '30 minutes' as l,
                    (day + i * interval '30 minutes') at time zone 'UTC' as u
             from days, generate_series(0, 47) i),
           candidates as (
             select day, i, l,
                    u - (((u - interval '36 hours') at time zone '{0}') - ((u - interval '36 hours') at time zone 'UTC')) as a,
                    u - (((u + interval '36 hours') at time zone '{0}') - ((u + interval '36 hours') at time zone 'UTC')) as b
             from asked),
           valid as (
             select *, case when a at time zone '{0}' = l then a end as va, case when b at time zone '{0}' = l then b end as vb
             from candidates),
           found as (
             select *, (select min(m) from generate_series(least(a, b), greatest(a, b), '1 minute') m
                        where va is null and vb is null and m at time zone '{0}' >= l) as after_gap
             from valid)
           select day - date '1970-01-01', i,
                  (extract(epoch from coalesce(least(va, vb), after_gap)) * 1000)::bigint,
                  (extract(epoch from coalesce(greatest(va, vb), after_gap)) * 1000)::bigint
           from found)",
        zone, first, last, which == Which::every_day);
}

Edges edges_by_postgres(const FreshDatabase& database, const std::string& query)
{
    pqxx::connection connection{database.url()};
    pqxx::nontransaction session{connection};
    Edges out;
    for (const auto& row : session.exec(query)) {
        DayEdges& day = out[local_days{days{row[0].as<int>()}}];
        const auto i = row[1].as<std::size_t>();
        day.start.at(i) = from_millis(row[2].as<std::int64_t>());
        day.end.at(i) = from_millis(row[3].as<std::int64_t>());
    }
    return out;
}

/// In half-hours: none (which is a whole day), the shortest, a night, half a day, all but one.
const std::vector<std::size_t> some_lengths{0, 1, 2, 3, 16, 24, 47};

std::vector<std::size_t> all_lengths()
{
    std::vector<std::size_t> out(half_hours);
    std::iota(out.begin(), out.end(), std::size_t{0});
    return out;
}

minutes half_hour(std::size_t index)
{
    return minutes{30} * static_cast<int>(index);
}

/// What PostgreSQL says of the window from one half-hour to another, on each day of which the next is known too.
std::vector<Occurrence> expected(const Edges& edges, std::size_t start, std::size_t end)
{
    std::vector<Occurrence> out;
    for (auto day = edges.begin(); std::next(day) != edges.end(); ++day) {
        const auto next = std::next(day);
        if (next->first != day->first + days{1}) {
            continue;
        }
        const UtcTime from = day->second.start.at(start);
        const UtcTime until = (end > start ? day : next)->second.end.at(end);
        if (from < until) {
            out.push_back({.from = from, .until = until, .window = 0});
        }
    }
    return out;
}

/// The days of which the next is known too.
std::vector<std::chrono::year_month_day> whole_days(const Edges& edges)
{
    std::vector<std::chrono::year_month_day> out;
    for (const auto& [day, unused] : edges) {
        if (edges.contains(day + days{1})) {
            out.emplace_back(day);
        }
    }
    return out;
}

class Windows : public testing::Test {
protected:
    /// Compares the windows from each half-hour to each of `ends` half-hours later; the count of occurrences.
    void compare(const std::string& zone, const Edges& edges, model::Window window,
                 const std::vector<std::size_t>& lengths)
    {
        const UtcTime from = edges.begin()->second.start[0];
        const UtcTime until = edges.rbegin()->second.start[0];
        const auto offsets = model::utc_offsets(zone, from - days{2}, until + days{2});
        ASSERT_TRUE(offsets.has_value());
        for (std::size_t start = 0; start < half_hours; ++start) {
            for (const std::size_t length : lengths) {
                const std::size_t end = (start + length) % half_hours;
                window.start = half_hour(start);
                window.end = half_hour(end);
                const auto found = model::occurrences({.windows = {window}}, offsets.value(), from, until);
                auto wanted = expected(edges, start, end);
                std::ranges::sort(wanted, {}, &Occurrence::from);
                compared += wanted.size();
                const auto [ours, theirs] = std::ranges::mismatch(found, wanted);
                ASSERT_TRUE(ours == found.end() && theirs == wanted.end())
                    << zone << " from half-hour " << start << " to " << end << ": ours "
                    << (ours == found.end() ? "none" : to_rfc3339(ours->from) + " " + to_rfc3339(ours->until))
                    << ", PostgreSQL's "
                    << (theirs == wanted.end() ? "none" : to_rfc3339(theirs->from) + " " + to_rfc3339(theirs->until));
            }
        }
    }

    void compare_near_changes(const std::string& zone, const std::string& first, const std::string& last,
                              const std::vector<std::size_t>& lengths)
    {
        const Edges edges = edges_by_postgres(database, edges_query(zone, first, last, Which::days_near_changes));
        ASSERT_FALSE(edges.empty());
        compare(zone, edges, {.dates = whole_days(edges)}, lengths);
    }

    void TearDown() override { RecordProperty("windows_compared", std::to_string(compared)); }

    FreshDatabase database;
    std::size_t compared = 0;
};

TEST_F(Windows, of_london_agree_with_postgresql_on_every_day_from_2024_to_2035)
{
    const Edges edges =
        edges_by_postgres(database, edges_query("Europe/London", "2024-01-01", "2036-01-01", Which::every_day));
    ASSERT_EQ(edges.size(), 4384U);
    model::Window daily{.from = year{2024} / 1 / 1};
    daily.days.fill(true);

    compare("Europe/London", edges, daily, some_lengths);

    EXPECT_GE(compared, 4383U * half_hours * some_lengths.size() - 100);
    fmt::print("{} windows compared\n", compared);
}

TEST_F(Windows, between_any_two_half_hours_agree_with_postgresql_around_every_change_of_the_clocks)
{
    for (const char* zone : {"Europe/London", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe"}) {
        compare_near_changes(zone, "2024-01-01", "2035-12-31", all_lengths());
    }

    EXPECT_GE(compared, std::size_t{4} * 24 * 5 * half_hours * half_hours - 10'000);
    fmt::print("{} windows compared\n", compared);
}

TEST_F(Windows, agree_with_postgresql_where_a_zone_has_rules_of_its_own)
{
    compare_near_changes("Pacific/Apia", "2011-01-01", "2012-12-31", all_lengths());       // no 30 December 2011
    compare_near_changes("Africa/Casablanca", "2024-01-01", "2029-12-31", all_lengths());  // winter time in Ramadan
    compare_near_changes("America/Nuuk", "2022-01-01", "2027-12-31",
                         all_lengths());  // on Saturday evening; Denmark's by day
    compare_near_changes("Asia/Jerusalem", "2024-01-01", "2028-12-31", all_lengths());  // on the Friday before a Sunday
    compare_near_changes("Africa/Cairo", "2023-01-01", "2028-12-31",
                         all_lengths());  // at midnight: a day without its first hour
    compare_near_changes("America/Santiago", "2024-01-01", "2028-12-31", all_lengths());  // at midnight, south
    compare_near_changes("Antarctica/Troll", "2024-01-01", "2026-12-31", all_lengths());  // by two hours

    EXPECT_GE(compared, 500'000U);
    fmt::print("{} windows compared\n", compared);
}

TEST_F(Windows, agree_with_postgresql_in_the_years_after_the_data_end)
{
    for (const char* zone : {"Europe/London", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe",
                             "Asia/Jerusalem", "America/Nuuk", "Africa/Cairo", "America/Santiago"}) {
        compare_near_changes(zone, "2036-01-01", "2056-12-31", some_lengths);
    }

    EXPECT_GE(compared, std::size_t{8} * 42 * 5 * half_hours * some_lengths.size() - 15'000);
    fmt::print("{} windows compared\n", compared);
}

}  // namespace
}  // namespace cordon::test
