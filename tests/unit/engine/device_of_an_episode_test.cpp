// SPDX-License-Identifier: Apache-2.0
#include <engine_run.hpp>
#include <gtest/gtest.h>
#include <order_json.hpp>

namespace cordon::test {
namespace {

using namespace std::chrono_literals;
using Kind = model::EpisodeKind;

constexpr const char* phone = "+victim-1";

model::Position place(double lat)
{
    return model::Position::from_degrees(lat, -0.1).value_or(model::Position{});
}

/// A tag and a protected person's phone, each other's proximity, and a zone around 51.6.
std::string order_of_both()
{
    return OrderJson{
        .activations = R"({"device":"356307042441013","kind":"tag","from":"2026-01-05T10:00:00Z","to":null},)"
                       R"({"device":"+victim-1","kind":"protected","from":"2026-01-05T10:00:00Z","to":null})",
        .conditions = {circle_condition("Z1", place(51.6), 100), R"({"id":"P1","type":"proximity","distance_m":100})"}}
        .text();
}

model::Observation seen(const char* device, UtcTime at, double lat)
{
    return {.device = {device}, .fix_time = at, .received = at, .position = place(lat), .accuracy_m = 8};
}

model::Observation event(model::DeviceEvent what, UtcTime at)
{
    return {.device = {tag}, .fix_time = at, .received = at, .valid = false, .event = what};
}

/// The devices that the episodes of a kind are about, as told; "none" for one that is about none.
std::vector<std::string> devices_of(const std::vector<model::EpisodeChange>& told, Kind kind)
{
    std::vector<std::string> devices;
    for (const auto& [id, episode] : told) {
        if (episode.kind == kind) {
            devices.push_back(episode.device ? episode.device->text : "none");
        }
    }
    return devices;
}

using Devices = std::vector<std::string>;

TEST(DeviceOfAnEpisode, what_a_device_says_of_itself_is_about_that_device)
{
    EngineRun run;
    run.order(order_of_both());
    run.take(event(model::DeviceEvent::strap_open, ten_o_clock() + 10s));
    run.take(event(model::DeviceEvent::sos, ten_o_clock() + 20s));
    run.take(event(model::DeviceEvent::battery_low, ten_o_clock() + 30s));

    EXPECT_EQ(devices_of(run.told(), Kind::strap), Devices{tag});
    EXPECT_EQ(devices_of(run.told(), Kind::sos), Devices{tag});
    EXPECT_EQ(devices_of(run.told(), Kind::battery_low), Devices{tag});
}

TEST(DeviceOfAnEpisode, one_that_no_order_holds_is_named_from_first_to_last)
{
    EngineRun run;
    run.take(seen("stray", ten_o_clock(), 51.5));
    run.order(OrderJson{.starts = "2026-01-05T09:00:00Z",
                        .activations = R"({"device":"stray","kind":"tag","from":"2026-01-05T09:00:00Z","to":null})",
                        .conditions = {R"({"id":"T1","type":"trail"})"}}
                  .text(),
              ten_o_clock() + 60s);
    run.take(seen("stray", ten_o_clock() + 120s, 51.5));

    EXPECT_EQ(devices_of(run.told_of_arrival(), Kind::association), (Devices{"stray", "stray"}));
}

TEST(DeviceOfAnEpisode, a_clock_fault_is_about_the_device_with_the_clock)
{
    EngineRun run;
    run.order(order_of_both());
    auto ahead = seen(tag, ten_o_clock() + 10s, 51.5);
    ahead.fix_time = ten_o_clock() + 1h;
    run.take(ahead);

    EXPECT_EQ(devices_of(run.told_of_arrival(), Kind::clock_fault), Devices{tag});
}

TEST(DeviceOfAnEpisode, nearness_is_about_the_protected_persons_device)
{
    EngineRun run;
    run.order(order_of_both());
    run.take(seen(phone, ten_o_clock() + 10s, 51.5));
    run.take(seen(tag, ten_o_clock() + 20s, 51.5));
    run.tick(ten_o_clock() + 21s);  // the pair of an instant is looked at when the instant is over

    EXPECT_EQ(devices_of(run.told(), Kind::proximity), Devices{phone});
}

TEST(DeviceOfAnEpisode, a_zone_and_a_silence_are_about_no_single_device)
{
    EngineRun run;
    run.order(order_of_both());
    run.take(seen(tag, ten_o_clock() + 10s, 51.6));
    run.tick(ten_o_clock() + 12h);

    EXPECT_EQ(devices_of(run.told(), Kind::exclusion_zone).at(0), "none");
    EXPECT_EQ(devices_of(run.told_of_arrival(), Kind::no_contact).at(0), "none");
}

TEST(DeviceOfAnEpisode, it_stands_in_the_episode_as_long_as_that_stands)
{
    engine::Engine engine;
    std::vector<model::EpisodeChange> told =
        engine.apply({.offset = {1},
                      .record = {.at = ten_o_clock(),
                                 .body = model::FrameRecord{.device = {"stray"},
                                                            .received = ten_o_clock(),
                                                            .observations = {seen("stray", ten_o_clock(), 51.5)}}}});

    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(engine.standing(), std::vector{told[0].episode});
    EXPECT_EQ(told[0].episode.device, DeviceId{"stray"});
}

}  // namespace
}  // namespace cordon::test
