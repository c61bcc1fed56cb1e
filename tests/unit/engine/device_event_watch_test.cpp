// SPDX-License-Identifier: Apache-2.0
// rules.md §6, what a device says of itself.
#include "engine_run.hpp"
#include "order_json.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace cordon::test {
namespace {

using namespace std::chrono_literals;
using model::DeviceEvent;
using model::EpisodeKind;
using model::Severity;

UtcTime at(const char* clock)
{
    return *parse_utc("2026-01-05T" + std::string{clock} + "Z");
}

model::Observation said(DeviceEvent event, const char* made, const char* came)
{
    return {.device = {tag}, .fix_time = at(made), .received = at(came), .event = event};
}

model::Observation said(DeviceEvent event, const char* made)
{
    return said(event, made, made);
}

EngineRun with_order(const std::string& ends = "null")
{
    EngineRun run;
    run.order(OrderJson{.ends = ends, .conditions = {R"({"id":"T1","type":"trail"})"}}.text());
    return run;
}

TEST(DeviceEvents, a_strap_that_opens_is_told_at_once_without_any_position)
{
    auto run = with_order();
    run.take(said(DeviceEvent::strap_open, "10:01:00"));

    ASSERT_EQ(run.told().size(), 1U);
    const auto& strap = run.told()[0].episode;
    EXPECT_EQ(strap.kind, EpisodeKind::strap);
    EXPECT_EQ(strap.severity, Severity::critical);
    EXPECT_EQ(strap.state, model::EpisodeState::confirmed);
    EXPECT_EQ(strap.condition, std::nullopt);
    EXPECT_EQ(strap.reason, "the device said strap_open");
    EXPECT_EQ(strap.started, at("10:01:00"));
}

TEST(DeviceEvents, each_is_one_episode_with_its_clear_twin)
{
    auto run = with_order();
    run.take(said(DeviceEvent::strap_open, "10:01:00"));
    run.take(said(DeviceEvent::strap_open, "10:02:00"));
    run.take(said(DeviceEvent::strap_closed, "10:03:00"));
    run.take(said(DeviceEvent::jamming, "10:04:00"));
    run.take(said(DeviceEvent::jamming_end, "10:05:00"));
    run.take(said(DeviceEvent::battery_low, "10:06:00"));
    run.take(said(DeviceEvent::battery_dead, "10:07:00"));
    run.take(said(DeviceEvent::power_connected, "10:08:00"));

    const auto all = run.episodes();
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[0].kind, EpisodeKind::strap);
    EXPECT_EQ(all[0].ended, at("10:03:00"));
    EXPECT_EQ(all[1].kind, EpisodeKind::jamming);
    EXPECT_EQ(all[1].ended, at("10:05:00"));
    EXPECT_EQ(all[2].kind, EpisodeKind::battery_low);
    EXPECT_EQ(all[2].severity, Severity::notice);
    EXPECT_EQ(all[2].ended, at("10:08:00"));
    EXPECT_EQ(all[3].kind, EpisodeKind::battery_dead);
    EXPECT_EQ(all[3].ended, at("10:08:00"));
}

TEST(DeviceEvents, sos_within_a_quarter_of_an_hour_is_one_and_later_another)
{
    auto run = with_order();
    run.take(said(DeviceEvent::sos, "10:00:00"));
    run.take(said(DeviceEvent::sos, "10:15:00"));
    EXPECT_EQ(run.episodes(EpisodeKind::sos).size(), 1U);
    run.take(said(DeviceEvent::sos, "10:30:01"));

    EXPECT_EQ(run.episodes(EpisodeKind::sos).size(), 2U);
}

TEST(DeviceEvents, a_strap_that_was_cut_is_told_however_late_it_comes)
{
    auto run = with_order();
    run.tick(at("10:00:00") + 24h * 30);
    auto cut = said(DeviceEvent::strap_open, "10:01:00");
    cut.received = at("10:00:00") + 24h * 30;
    run.take(cut);

    EXPECT_EQ(run.episodes(EpisodeKind::strap).size(), 1U);
}

TEST(DeviceEvents, one_with_a_bad_clock_is_told_at_its_receipt)
{
    auto run = with_order();
    auto sos = said(DeviceEvent::sos, "10:01:00");
    sos.fix_time = at("10:01:00") + 24h * 400;
    run.take(sos);

    EXPECT_EQ(run.episodes(EpisodeKind::sos).at(0).started, at("10:01:00"));
}

TEST(DeviceEvents, one_without_a_clock_is_told_at_its_receipt)
{
    auto run = with_order();
    auto sos = said(DeviceEvent::sos, "10:01:00");
    sos.fix_time.reset();
    run.take(sos);

    EXPECT_EQ(run.episodes(EpisodeKind::sos).at(0).started, at("10:01:00"));
}

TEST(DeviceEvents, one_whose_position_is_invalid_is_told_all_the_same)
{
    auto run = with_order();
    auto sos = said(DeviceEvent::sos, "10:01:00");
    sos.valid = false;
    sos.position = model::Position{};
    run.take(sos);

    EXPECT_EQ(run.episodes(EpisodeKind::sos).size(), 1U);
}

TEST(DeviceEvents, order_of_arrival_does_not_matter)
{
    const std::vector events{
        said(DeviceEvent::strap_open, "10:01:00", "12:00:00"), said(DeviceEvent::strap_closed, "10:03:00", "12:00:00"),
        said(DeviceEvent::strap_open, "10:05:00", "12:00:00"), said(DeviceEvent::strap_closed, "10:05:00", "12:00:00")};
    auto forward = with_order();
    auto backward = with_order();
    for (std::size_t i = 0; i < events.size(); ++i) {
        forward.take(events[i]);
        backward.take(events[events.size() - 1 - i]);
        backward.take(events[events.size() - 1 - i]);
    }

    EXPECT_EQ(forward.conclusions(), backward.conclusions());
    EXPECT_EQ(forward.conclusions().size(), 2U);
}

TEST(DeviceEvents, the_end_of_the_order_ends_what_is_open)
{
    auto run = with_order(R"("2026-01-05T10:30:00Z")");
    run.take(said(DeviceEvent::strap_open, "10:01:00"));
    run.tick(at("10:30:00"));

    EXPECT_EQ(run.episodes(EpisodeKind::strap).at(0).ended, at("10:30:00"));
    run.take(said(DeviceEvent::sos, "10:31:00"));
    EXPECT_TRUE(run.episodes(EpisodeKind::sos).empty());
}

}  // namespace
}  // namespace cordon::test
