// SPDX-License-Identifier: Apache-2.0
#include <cordon/sim/evaluation.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::sim {

namespace {

using namespace std::chrono_literals;
using model::EpisodeKind;
using model::EpisodeState;

/// Minutes into the day that every case here plays on.
UtcTime at(double minutes)
{
    return *parse_utc("2026-02-02T00:00:00Z") + Millis{static_cast<std::int64_t>(minutes * 60'000.0)};
}

TrueEpisode happened(double from, double until, EpisodeKind kind = EpisodeKind::exclusion_zone, std::uint64_t fixes = 5)
{
    return {.order = OrderId{"O1"},
            .condition = ConditionId{"Z1"},
            .kind = kind,
            .started = at(from),
            .ended = at(until),
            .fixes = fixes,
            .gap = std::nullopt};
}

Concluded told(double from, double until, EpisodeState state = EpisodeState::confirmed,
               EpisodeKind kind = EpisodeKind::exclusion_zone)
{
    return {.id = EpisodeId{fmt::format("E{}", from)},
            .order = OrderId{"O1"},
            .condition = ConditionId{"Z1"},
            .kind = kind,
            .state = state,
            .started = at(from),
            .ended = at(until),
            .detected = at(from)};
}

Evaluation compare(std::vector<TrueEpisode> truth, std::vector<Concluded> concluded, Millis tolerance = 60s)
{
    return evaluate({.episodes = std::move(truth), .watched = {{OrderId{"O1"}, at(0), at(24 * 60)}}}, concluded,
                    tolerance);
}

Truth truth_of(std::string_view lines)
{
    auto read = read_truth(lines);
    if (!read.has_value()) {
        ADD_FAILURE() << read.error().what;
        return {};
    }
    return std::move(read).value();
}

std::vector<Concluded> concluded_of(std::string_view lines)
{
    auto read = read_concluded(lines);
    if (!read.has_value()) {
        ADD_FAILURE() << read.error().what;
        return {};
    }
    return std::move(read).value();
}

std::string concluded_line(std::string_view id, int revision, std::string_view change, std::string_view state)
{
    return fmt::format(R"({{"id":"{}","order":"O1","condition":"Z1","kind":"exclusion_zone","state":"{}",)"
                       R"("started":"2026-02-02T10:00:00Z","ended":null,"detected":"2026-02-02T10:01:00Z",)"
                       R"("revision":{},"change":"{}","reason":"any"}})"
                       "\n",
                       id, state, revision, change);
}

}  // namespace

TEST(Evaluation, finds_an_entry_that_was_confirmed)
{
    const auto result = compare({happened(10, 20)}, {told(11, 20)});

    ASSERT_EQ(result.kinds.size(), 1U);
    EXPECT_EQ(result.kinds[0].all().happened, 1U);
    EXPECT_EQ(result.kinds[0].all().told, 1U);
    EXPECT_EQ(result.kinds[0].all().confirmed, 1U);
    EXPECT_EQ(result.false_confirmed, 0U);
    EXPECT_EQ(result.delay_median, 1min);
}

TEST(Evaluation, does_not_call_an_entry_confirmed_that_was_only_possible)
{
    const auto result = compare({happened(10, 20)}, {told(11, 20, EpisodeState::possible)});

    EXPECT_EQ(result.kinds[0].all().told, 1U);
    EXPECT_EQ(result.kinds[0].all().confirmed, 0U);
}

TEST(Evaluation, counts_what_nothing_told_of_as_missed_and_what_never_happened_as_false)
{
    const auto result = compare({happened(10, 20), happened(100, 110)}, {told(100, 110), told(200, 210)});

    EXPECT_EQ(result.kinds[0].all().told, 1U);
    EXPECT_EQ(result.missed, std::vector<std::size_t>{0});
    EXPECT_EQ(result.false_confirmed, 1U);
    EXPECT_EQ(result.false_ids, std::vector<EpisodeId>{EpisodeId{"E200"}});
    EXPECT_EQ(result.false_confirmed_per_wearer_day(), 1.0);
}

TEST(Evaluation, keeps_false_possible_ones_apart)
{
    const auto result = compare({}, {told(200, 210, EpisodeState::possible)});

    EXPECT_EQ(result.false_confirmed, 0U);
    EXPECT_EQ(result.false_possible, 1U);
}

TEST(Evaluation, matches_up_to_the_tolerance_and_no_further)
{
    EXPECT_TRUE(compare({happened(10, 20)}, {told(21, 25)}).missed.empty());
    EXPECT_EQ(compare({happened(10, 20)}, {told(21.001, 25)}).missed.size(), 1U);
    EXPECT_TRUE(compare({happened(10, 20)}, {told(5, 9)}).missed.empty());
    EXPECT_EQ(compare({happened(10, 20)}, {told(5, 8.999)}).missed.size(), 1U);
    EXPECT_EQ(compare({happened(10, 20)}, {told(20.5, 25)}, 0s).missed.size(), 1U);
}

TEST(Evaluation, takes_no_episode_of_another_order_or_condition)
{
    auto other_order = told(10, 20);
    other_order.order = OrderId{"O2"};
    auto other_condition = told(10, 20);
    other_condition.condition = ConditionId{"Z2"};
    const auto result = compare({happened(10, 20)}, {other_order, other_condition});

    EXPECT_EQ(result.missed.size(), 1U);
    EXPECT_EQ(result.false_confirmed, 2U);
}

TEST(Evaluation, takes_a_crossing_for_an_entry_and_a_curfew_for_none)
{
    const auto crossing = told(10, 11, EpisodeState::possible, EpisodeKind::crossing);
    const auto curfew = told(10, 11, EpisodeState::confirmed, EpisodeKind::curfew);

    EXPECT_TRUE(compare({happened(10, 11, EpisodeKind::crossing, 0)}, {crossing}).missed.empty());
    EXPECT_TRUE(compare({happened(10, 11, EpisodeKind::exclusion_zone, 1)}, {crossing}).missed.empty());
    EXPECT_TRUE(compare({happened(10, 11, EpisodeKind::crossing, 0)}, {told(10, 11)}).missed.empty());
    EXPECT_EQ(compare({happened(10, 11)}, {curfew}).missed.size(), 1U);
}

TEST(Evaluation, does_not_judge_what_is_no_rule_of_place)
{
    const auto result = compare({}, {told(10, 20, EpisodeState::confirmed, EpisodeKind::approach),
                                     told(30, 40, EpisodeState::confirmed, EpisodeKind::no_contact)});

    EXPECT_EQ(result.not_judged, 2U);
    EXPECT_EQ(result.judged, 0U);
    EXPECT_EQ(result.false_confirmed, 0U);
}

TEST(Evaluation, lets_one_long_episode_answer_for_two_entries_and_two_short_ones_for_one)
{
    const auto long_one = compare({happened(10, 20), happened(30, 40)}, {told(10, 40)});
    const auto short_ones = compare({happened(10, 40)}, {told(10, 15), told(30, 40)});

    EXPECT_TRUE(long_one.missed.empty());
    EXPECT_TRUE(short_ones.missed.empty());
    EXPECT_EQ(short_ones.false_confirmed, 0U);
    EXPECT_EQ(short_ones.delay_median, 0min);  // the first of them
}

TEST(Evaluation, takes_an_episode_without_an_end_to_last_for_ever)
{
    auto open_told = told(10, 10);
    open_told.ended = std::nullopt;
    auto open_truth = happened(10, 10);
    open_truth.ended = std::nullopt;

    EXPECT_TRUE(compare({happened(500, 510)}, {open_told}).missed.empty());
    EXPECT_TRUE(compare({open_truth}, {told(500, 510)}).missed.empty());
}

TEST(Evaluation, gives_quantiles_of_delays_by_nearest_rank)
{
    std::vector<TrueEpisode> truth;
    std::vector<Concluded> concluded;
    for (int i = 1; i <= 10; ++i) {
        truth.push_back(happened(100.0 * i, 100.0 * i + 50));
        concluded.push_back(told(100.0 * i + i, 100.0 * i + 50));  // i minutes late
    }
    const auto result = compare(truth, concluded);

    EXPECT_EQ(result.delay_median, 5min);
    EXPECT_EQ(result.delay_p90, 9min);
}

TEST(Evaluation, says_by_class_how_much_the_tag_could_have_seen)
{
    auto in_a_gap = happened(10, 20, EpisodeKind::crossing, 0);
    in_a_gap.gap = 5min + 1ms;
    auto between = in_a_gap;
    between.gap = 5min;
    auto unknown = in_a_gap;
    unknown.fixes = std::nullopt;

    EXPECT_EQ(in_a_gap.seen(), Seen::in_a_gap);
    EXPECT_EQ(between.seen(), Seen::between_fixes);
    EXPECT_EQ(unknown.seen(), Seen::not_told);
    EXPECT_EQ(happened(10, 20, EpisodeKind::crossing, 1).seen(), Seen::single_fix);
    EXPECT_EQ(happened(10, 20, EpisodeKind::crossing, 2).seen(), Seen::two_fixes_or_more);
    const auto classes = compare({in_a_gap, happened(10, 20)}, {told(10, 20)}).by_class();
    EXPECT_EQ(classes.at(static_cast<std::size_t>(Seen::in_a_gap)).happened, 1U);
    EXPECT_EQ(classes.at(static_cast<std::size_t>(Seen::two_fixes_or_more)).told, 1U);
}

TEST(TruthFile, is_read_as_simulate_writes_it)
{
    const auto truth = truth_of(
        R"({"order":"O1","watched_from":"2026-02-02T00:00:00Z","watched_until":"2026-02-03T12:00:00Z"}
{"order":"O1","condition":"Z1","kind":"crossing","started":"2026-02-02T10:00:00Z","ended":"2026-02-02T10:00:10Z","fixes":0,"gap_s":400,"deepest_m":-3}

{"order":"O1","condition":null,"kind":"curfew","started":"2026-02-02T11:00:00Z","ended":null,"reports":3}
)");

    EXPECT_DOUBLE_EQ(truth.wearer_days().value(), 1.5);
    ASSERT_EQ(truth.episodes.size(), 2U);
    EXPECT_EQ(truth.episodes[0].seen(), Seen::in_a_gap);
    EXPECT_EQ(truth.episodes[1].fixes, 3U);
    EXPECT_FALSE(truth.episodes[1].condition);
    EXPECT_FALSE(truth.episodes[1].ended);
}

TEST(TruthFile, is_refused_with_the_line_and_what_would_be_right)
{
    const auto late = read_truth(
        "\n"
        R"({"order":"O1","condition":"Z1","kind":"curfew","started":"2026-02-02T10:00:00Z","ended":"2026-02-02T09:00:00Z"})");
    const auto wrong = read_truth(R"({"order":"O1","condition":"Z1","kind":"teleport","started":"yesterday"})");

    ASSERT_FALSE(late.has_value());
    EXPECT_EQ(late.error().what, "line 2: /ended: is before started");
    ASSERT_FALSE(wrong.has_value());
    EXPECT_NE(wrong.error().what.find("line 1: /kind: "), std::string::npos) << wrong.error().what;
    EXPECT_FALSE(read_truth("[]").has_value());
    EXPECT_FALSE(read_truth("{").has_value());
}

TEST(EpisodesFile, holds_the_highest_revision_of_an_id_and_none_that_was_withdrawn)
{
    const auto concluded =
        concluded_of(concluded_line("a", 1, "new", "possible") + concluded_line("a", 2, "confirmed", "confirmed") +
                     concluded_line("b", 1, "new", "confirmed") + concluded_line("b", 2, "withdrawn", "confirmed"));

    ASSERT_EQ(concluded.size(), 1U);
    EXPECT_EQ(concluded[0].id, EpisodeId{"a"});
    EXPECT_EQ(concluded[0].state, EpisodeState::confirmed);
    EXPECT_FALSE(read_concluded(concluded_line("a", 1, "new", "certain")).has_value());
}

TEST(Evaluation, is_told_as_one_json_object)
{
    const auto text = to_json(compare({happened(10, 20), happened(100, 110)}, {told(100, 110), told(200, 210)}));

    for (const char* part : {R"("recall":0.5)", R"("false_confirmed":1)", R"("false_confirmed_per_wearer_day":1.0)",
                             R"("wearer_days":1.0)", R"("false_confirmed_ids":["E200"])", R"("missed":[0])"}) {
        EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
    }
}

}  // namespace cordon::sim
