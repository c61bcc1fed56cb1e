// SPDX-License-Identifier: Apache-2.0
// rules.md §5 as far as orders, activations and versions make boundaries.
#include "zone_walk.hpp"

#include <gtest/gtest.h>

namespace cordon::test {
namespace {

using namespace std::chrono_literals;

const AsciiMap shop{R"(
          A-------B
          |       |
    w     |  m n  |     e
          |       |
          D-------C
)",
                    20_m};

std::string zone(const std::string& more = "")
{
    return polygon_condition("Z1", {{shop.at('A'), shop.at('B'), shop.at('C'), shop.at('D')}}, more);
}

UtcTime at(const char* clock)
{
    return *parse_utc("2026-01-05T" + std::string{clock} + "Z");
}

model::Observation fix(char place, const char* clock)
{
    return {.device = {tag}, .fix_time = at(clock), .received = at(clock), .position = shop.at(place), .accuracy_m = 5};
}

/// The tag is bound from nine, the order starts at ten.
OrderJson from_ten()
{
    return {.activations = R"({"device":"356307042441013","kind":"tag","from":"2026-01-05T09:00:00Z","to":null})",
            .conditions = {zone()}};
}

TEST(Boundary, already_inside_when_the_order_starts_is_an_episode_from_then_on)
{
    EngineRun run;
    run.order(from_ten().text());
    run.take(fix('m', "09:56:00"));
    EXPECT_TRUE(run.told().empty());
    run.tick(at("10:00:00"));

    ASSERT_EQ(run.episodes().size(), 1U);
    EXPECT_EQ(clock_of(run.episodes()[0].started), "10:00:00");
    EXPECT_EQ(run.episodes()[0].state, model::EpisodeState::possible);
}

TEST(Boundary, a_fix_from_before_it_opens_and_never_confirms)
{
    EngineRun run;
    run.order(from_ten().text());
    run.take(fix('m', "09:58:00"));
    run.take(fix('n', "09:59:00"));
    run.take(fix('m', "10:00:30"));
    EXPECT_EQ(run.episodes().at(0).state, model::EpisodeState::possible);
    run.take(fix('n', "10:01:30"));

    EXPECT_EQ(run.episodes().at(0).state, model::EpisodeState::confirmed);
    EXPECT_EQ(clock_of(run.episodes()[0].started), "10:00:00");
}

TEST(Boundary, a_fix_exactly_five_minutes_old_is_taken_again_and_an_older_one_is_not)
{
    EngineRun young;
    young.order(from_ten().text());
    young.take(fix('m', "09:55:00"));
    young.tick(at("10:00:00"));
    EngineRun old;
    old.order(from_ten().text());
    old.take(fix('m', "09:54:59"));
    old.tick(at("10:00:00"));

    EXPECT_EQ(young.episodes().size(), 1U);
    EXPECT_TRUE(old.episodes().empty());
    old.take(fix('m', "10:02:00"));
    EXPECT_EQ(clock_of(old.episodes().at(0).started), "10:02:00");
}

TEST(Boundary, a_fix_at_the_very_instant_speaks_for_itself)
{
    EngineRun run;
    run.order(from_ten().text());
    run.take(fix('m', "09:59:00"));
    run.tick(at("10:00:00"));
    ASSERT_EQ(run.episodes().size(), 1U);
    run.take(fix('w', "10:00:00"));

    EXPECT_TRUE(run.episodes().empty());
}

TEST(Boundary, a_late_fix_from_just_before_it_is_taken_again_wherever_the_checkpoints_lie)
{
    // Checkpoints lie every 64 fixes, and one may be kept right after a boundary has passed.
    for (int before = 60; before <= 70; ++before) {
        EngineRun run;
        run.order(from_ten().text());
        for (int i = before; i > 0; --i) {
            auto out = fix('w', "09:58:00");
            out.fix_time = out.received = at("09:58:00") - std::chrono::seconds{10 * i};
            run.take(out);
        }
        run.take(fix('w', "10:01:00"));
        auto late = fix('m', "09:59:30");
        late.received = at("10:02:00");
        run.take(late);

        ASSERT_EQ(run.episodes().size(), 1U) << before;
        EXPECT_EQ(clock_of(run.episodes()[0].started), "10:00:00") << before;
        EXPECT_EQ(clock_of(run.episodes()[0].ended), "10:01:00") << before;
    }
}

TEST(Boundary, the_end_of_the_order_ends_the_episode_there)
{
    auto order = from_ten();
    order.ends = R"("2026-01-05T10:30:00Z")";
    EngineRun run;
    run.order(order.text());
    run.take(fix('m', "10:28:00"));
    run.take(fix('n', "10:29:00"));
    run.tick(at("10:29:59"));
    EXPECT_EQ(clock_of(run.episodes().at(0).ended), "open");
    run.tick(at("11:00:00"));

    EXPECT_EQ(clock_of(run.episodes().at(0).ended), "10:30:00");
    EXPECT_EQ(run.told().back().episode.change, model::Change::ended);
    run.take(fix('m', "10:31:00"));
    EXPECT_EQ(run.episodes().size(), 1U);
}

TEST(Boundary, an_activation_that_ends_ends_the_episode_and_a_new_tag_begins_another)
{
    auto order = from_ten();
    order.activations =
        R"({"device":"356307042441013","kind":"tag","from":"2026-01-05T10:00:00Z","to":"2026-01-05T10:10:00Z"},)"
        R"({"device":"356307042441021","kind":"tag","from":"2026-01-05T10:20:00Z","to":null})";
    EngineRun run;
    run.order(order.text());
    run.take(fix('m', "10:08:00"));
    run.take(fix('m', "10:12:00"));  // the tag is no longer hers
    auto other = fix('m', "10:21:00");
    other.device = {"356307042441021"};
    run.take(other);

    ASSERT_EQ(run.episodes().size(), 2U);
    EXPECT_EQ(clock_of(run.episodes()[0].ended), "10:10:00");
    EXPECT_EQ(run.episodes()[0].evidence.size(), 1U);
    EXPECT_EQ(clock_of(run.episodes()[1].started), "10:21:00");
}

TEST(Boundary, a_tag_changed_without_a_gap_lets_the_episode_go_on)
{
    auto order = from_ten();
    order.activations =
        R"({"device":"356307042441013","kind":"tag","from":"2026-01-05T10:00:00Z","to":"2026-01-05T10:10:00Z"},)"
        R"({"device":"356307042441021","kind":"tag","from":"2026-01-05T10:10:00Z","to":null})";
    EngineRun run;
    run.order(order.text());
    run.take(fix('m', "10:08:00"));
    auto other = fix('m', "10:11:00");
    other.device = {"356307042441021"};
    run.take(other);

    ASSERT_EQ(run.episodes().size(), 1U);
    EXPECT_EQ(run.episodes()[0].state, model::EpisodeState::confirmed);
    EXPECT_EQ(run.episodes()[0].evidence.at(1).device.text, "356307042441021");
}

TEST(Boundary, a_protected_persons_device_is_no_wearer)
{
    auto order = from_ten();
    order.activations += R"(,{"device":"+victim-1","kind":"protected","from":"2026-01-05T09:00:00Z","to":null})";
    EngineRun run;
    run.order(order.text());
    auto hers = fix('m', "10:01:00");
    hers.device = {"+victim-1"};
    run.take(hers);

    EXPECT_TRUE(run.told().empty());
}

TEST(OrderVersion, an_unchanged_condition_keeps_its_episode)
{
    EngineRun run;
    run.order(from_ten().text());
    run.take(fix('m', "10:05:00"));
    auto next = from_ten();
    next.conditions.push_back(R"({"id":"T1","type":"trail"})");
    run.order(next.text(), at("10:05:30"));
    run.take(fix('n', "10:06:00"));

    ASSERT_EQ(run.episodes().size(), 1U);
    EXPECT_EQ(run.episodes()[0].state, model::EpisodeState::confirmed);
    EXPECT_EQ(clock_of(run.episodes()[0].started), "10:05:00");
}

TEST(OrderVersion, a_condition_that_is_gone_ends_its_episode_at_that_instant)
{
    EngineRun run;
    run.order(from_ten().text());
    run.take(fix('m', "10:05:00"));
    auto next = from_ten();
    next.conditions = {R"({"id":"T1","type":"trail"})"};
    run.order(next.text(), at("10:05:30"));
    run.take(fix('n', "10:06:00"));

    ASSERT_EQ(run.episodes().size(), 1U);
    EXPECT_EQ(clock_of(run.episodes()[0].ended), "10:05:30");
}

TEST(OrderVersion, a_changed_condition_is_evaluated_at_that_instant)
{
    EngineRun run;
    run.order(from_ten().text());
    run.take(fix('m', "10:05:00"));
    auto next = from_ten();
    next.conditions = {zone(R"(,"thresholds":{"confirm_fixes":3})")};
    run.order(next.text(), at("10:05:30"));
    run.take(fix('n', "10:06:00"));

    ASSERT_EQ(run.episodes().size(), 2U);
    EXPECT_EQ(clock_of(run.episodes()[0].ended), "10:05:30");
    EXPECT_EQ(clock_of(run.episodes()[1].started), "10:05:30");
    EXPECT_EQ(run.episodes()[1].state, model::EpisodeState::possible);
}

TEST(OrderVersion, a_late_fix_is_judged_by_what_held_at_its_time)
{
    EngineRun run;
    run.order(from_ten().text());
    run.take(fix('m', "10:05:00"));
    auto next = from_ten();
    next.conditions = {R"({"id":"T1","type":"trail"})"};
    run.order(next.text(), at("10:10:00"));
    auto late = fix('n', "10:06:00");
    late.received = at("10:20:00");
    run.take(late);
    auto after = fix('n', "10:11:00");
    after.received = at("10:21:00");
    run.take(after);

    ASSERT_EQ(run.episodes().size(), 1U);
    EXPECT_EQ(run.episodes()[0].state, model::EpisodeState::confirmed);
    EXPECT_EQ(run.episodes()[0].evidence.size(), 2U);
    EXPECT_EQ(clock_of(run.episodes()[0].ended), "10:10:00");
}

TEST(OrderVersion, does_not_reach_back_before_it_was_made)
{
    EngineRun run;
    run.order(from_ten().text(), at("10:30:00"));
    auto old = fix('m', "10:20:00");
    old.received = at("10:31:00");
    run.take(old);

    EXPECT_TRUE(run.told().empty());
}

}  // namespace
}  // namespace cordon::test
