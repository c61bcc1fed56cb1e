// SPDX-License-Identifier: Apache-2.0
// rules.md §6, association and clock faults: whose a device is, and what its clock says.
#include "binding_watch.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <set>

namespace cordon::engine {
namespace {

using namespace std::chrono_literals;
using model::Change;
using model::Episode;
using model::EpisodeKind;
using model::Severity;

const DeviceId tag{"356307042441013"};
const DeviceId other{"356307042441021"};
const OrderId first{"ORD-1"};
const OrderId second{"ORD-2"};

UtcTime at(const char* clock)
{
    return *parse_utc("2026-01-05T" + std::string{clock} + "Z");
}

Spans from_to(const char* from, const char* to)
{
    return {{at(from), at(to)}};
}

const Span all_day{*parse_utc("2026-01-05T00:00:00Z"), *parse_utc("2026-01-06T00:00:00Z")};

/// The devices of one shard on a journal of their own: each record fires what is due before it is looked at.
class Devices {
public:
    void order(const OrderId& order, const std::map<DeviceId, Spans>& bound, UtcTime now = UtcTime{},
               const Span& life = all_day)
    {
        record(now, [&](Telling& telling) { watch_.take_order(order, bound, life, 300s, now, telling); });
    }

    void tick(UtcTime now)
    {
        record(now, [](Telling&) {});
    }

    void heard(const DeviceId& device, UtcTime now) { heard(device, now, now); }

    void heard(const DeviceId& device, UtcTime made, UtcTime now)
    {
        record(now, [&](Telling& telling) { watch_.heard(device, now, made, false, telling); });
    }

    void suspect(const DeviceId& device, UtcTime now)
    {
        record(now, [&](Telling& telling) { watch_.heard(device, now, now, true, telling); });
    }

    /// One record with several observations of a device.
    void frame(const DeviceId& device, const std::vector<UtcTime>& made, UtcTime now)
    {
        record(now, [&](Telling& telling) {
            for (const UtcTime each : made) {
                watch_.heard(device, now, each, false, telling);
            }
        });
    }

    [[nodiscard]] const std::vector<model::EpisodeChange>& told() const { return told_; }

    [[nodiscard]] std::vector<Episode> episodes() const
    {
        std::vector<Episode> out;
        watch_.stand(out);
        return out;
    }

    [[nodiscard]] const BindingWatch& watch() const { return watch_; }

    void watch(BindingWatch again) { watch_ = std::move(again); }

private:
    template <class Take>
    void record(UtcTime now, const Take& take)
    {
        Telling telling{.offset = {++offset_}, .at = now, .out = told_};
        for (UtcTime due = watch_.due(); due <= now; due = watch_.due()) {
            watch_.fire(due, telling);
        }
        take(telling);
    }

    BindingWatch watch_;
    std::uint64_t offset_ = 0;
    std::vector<model::EpisodeChange> told_;
};

TEST(Association, of_a_device_that_reports_without_an_order_is_told_once)
{
    Devices devices;
    devices.heard(tag, at("10:00:00"));
    devices.heard(tag, at("10:01:00"));

    ASSERT_EQ(devices.told().size(), 1U);
    const Episode& stray = devices.told()[0].episode;
    EXPECT_EQ(stray.order, std::nullopt);
    EXPECT_EQ(stray.condition, std::nullopt);
    EXPECT_EQ(stray.kind, EpisodeKind::association);
    EXPECT_EQ(stray.state, model::EpisodeState::confirmed);
    EXPECT_EQ(stray.severity, Severity::serious);
    EXPECT_EQ(stray.started, at("10:00:00"));
    EXPECT_EQ(stray.ended, std::nullopt);
    EXPECT_EQ(stray.detected, at("10:00:00"));
    EXPECT_EQ(stray.reason, "a device without an order reports");
}

TEST(Association, is_not_told_of_what_a_device_held_back_while_its_first_order_was_on_the_way)
{
    Devices devices;
    devices.order(first, {{tag, {{at("09:00:00"), forever}}}}, at("11:00:00"));
    devices.heard(tag, at("10:59:50"), at("11:00:05"));

    EXPECT_TRUE(devices.told().empty());
}

TEST(Association, of_a_stray_device_ends_with_the_first_receipt_that_is_bound)
{
    Devices devices;
    devices.heard(tag, at("10:00:00"));
    devices.order(first, {{tag, {{at("10:00:00"), forever}}}}, at("11:00:00"));
    EXPECT_EQ(devices.told().size(), 1U);
    devices.heard(tag, at("11:05:00"));

    ASSERT_EQ(devices.told().size(), 2U);
    EXPECT_EQ(devices.told()[1].episode.id, devices.told()[0].episode.id);
    EXPECT_EQ(devices.told()[1].episode.change, Change::ended);
    EXPECT_EQ(devices.told()[1].episode.ended, at("11:05:00"));
}

TEST(Association, does_not_concern_a_device_that_an_order_holds)
{
    Devices devices;
    devices.order(first, {{tag, from_to("10:00:00", "12:00:00")}});
    devices.heard(tag, at("10:00:00"));
    devices.heard(tag, at("11:59:59"));
    EXPECT_TRUE(devices.told().empty());
    devices.heard(tag, at("12:00:00"));

    EXPECT_EQ(devices.told().size(), 1U);
}

TEST(Association, is_judged_by_the_time_of_the_fix_not_of_its_receipt)
{
    Devices devices;
    devices.order(first, {{tag, from_to("10:00:00", "12:00:00")}});
    devices.heard(tag, at("11:00:00"), at("13:00:00"));
    EXPECT_TRUE(devices.told().empty());
    devices.heard(tag, at("09:00:00"), at("13:00:01"));

    ASSERT_EQ(devices.told().size(), 1U);
    EXPECT_EQ(devices.told()[0].episode.started, at("13:00:01"));
}

TEST(Association, is_told_of_a_device_whose_order_has_ended)
{
    Devices devices;
    devices.order(first, {{tag, {{at("08:00:00"), forever}}}}, UtcTime{}, {at("10:00:00"), at("12:00:00")});
    devices.heard(tag, at("09:00:00"));  // bound already, though the order has yet to start
    devices.heard(tag, at("11:00:00"));
    EXPECT_TRUE(devices.told().empty());
    devices.heard(tag, at("12:00:00"));

    EXPECT_EQ(devices.told().size(), 1U);
}

TEST(Association, is_told_of_a_device_that_a_version_no_longer_names)
{
    Devices devices;
    devices.order(first, {{tag, from_to("10:00:00", "20:00:00")}});
    devices.heard(tag, at("10:30:00"));
    devices.order(first, {{other, from_to("10:00:00", "20:00:00")}}, at("11:00:00"));
    devices.heard(tag, at("10:59:59"), at("11:00:00"));
    EXPECT_TRUE(devices.told().empty());
    devices.heard(tag, at("11:00:01"));

    EXPECT_EQ(devices.told().size(), 1U);
}

TEST(Association, of_two_devices_at_one_instant_are_two_episodes)
{
    Devices devices;
    devices.heard(tag, at("10:00:00"));
    devices.heard(other, at("10:00:00"));

    ASSERT_EQ(devices.told().size(), 2U);
    EXPECT_NE(devices.told()[0].episode.id, devices.told()[1].episode.id);
}

TEST(Association, that_one_record_opens_ends_and_opens_again_is_two_episodes)
{
    Devices devices;
    devices.order(first, {{tag, from_to("10:00:00", "12:00:00")}});
    devices.frame(tag, {at("09:00:00"), at("11:00:00"), at("09:30:00")}, at("11:30:00"));

    ASSERT_EQ(devices.told().size(), 3U);
    EXPECT_EQ(devices.told()[0].episode.id, devices.told()[1].episode.id);
    EXPECT_NE(devices.told()[0].episode.id, devices.told()[2].episode.id);
}

TEST(TwoOrders, at_once_are_told_from_the_instant_they_overlap_to_the_instant_they_do_not)
{
    Devices devices;
    devices.order(first, {{tag, from_to("10:00:00", "12:00:00")}});
    devices.order(second, {{tag, from_to("11:00:00", "14:00:00")}});
    EXPECT_EQ(devices.watch().due(), at("11:00:00"));
    devices.tick(at("10:59:59"));
    EXPECT_TRUE(devices.told().empty());
    devices.tick(at("11:00:00"));
    devices.tick(at("13:00:00"));

    ASSERT_EQ(devices.told().size(), 2U);
    const Episode& doubled = devices.told()[1].episode;
    EXPECT_EQ(doubled.order, std::nullopt);
    EXPECT_EQ(doubled.kind, EpisodeKind::association);
    EXPECT_EQ(doubled.severity, Severity::serious);
    EXPECT_EQ(doubled.reason, "a device is bound to two orders");
    EXPECT_EQ(doubled.started, at("11:00:00"));
    EXPECT_EQ(doubled.ended, at("12:00:00"));
    EXPECT_EQ(devices.watch().due(), forever);
}

TEST(TwoOrders, are_told_at_their_own_instants_when_the_clock_jumps_over_them)
{
    Devices devices;
    devices.order(first, {{tag, from_to("10:00:00", "12:00:00")}, {other, from_to("10:00:00", "13:00:00")}});
    devices.order(second, {{tag, from_to("11:00:00", "14:00:00")}, {other, from_to("09:00:00", "11:30:00")}});
    devices.tick(at("20:00:00"));

    ASSERT_EQ(devices.told().size(), 4U);
    EXPECT_EQ(devices.told()[0].episode.started, at("10:00:00"));
    EXPECT_EQ(devices.told()[1].episode.started, at("11:00:00"));
    EXPECT_EQ(devices.told()[2].episode.ended, at("11:30:00"));
    EXPECT_EQ(devices.told()[3].episode.ended, at("12:00:00"));
}

TEST(TwoOrders, that_a_third_follows_without_a_gap_are_one_episode)
{
    Devices devices;
    devices.order(first, {{tag, from_to("10:00:00", "11:00:00")}});
    devices.order(second, {{tag, from_to("10:00:00", "12:00:00")}});
    devices.order({"ORD-3"}, {{tag, from_to("11:00:00", "12:00:00")}});
    devices.tick(at("13:00:00"));

    const auto episodes = devices.episodes();
    ASSERT_EQ(episodes.size(), 1U);
    EXPECT_EQ(episodes[0].started, at("10:00:00"));
    EXPECT_EQ(episodes[0].ended, at("12:00:00"));
}

TEST(TwoOrders, of_many_are_told_in_the_order_of_time)
{
    Devices devices;
    devices.order(first, {{tag, from_to("10:00:00", "20:00:00")}});
    devices.order(second, {{tag, from_to("15:00:00", "16:00:00")}});
    devices.order({"ORD-3"}, {{tag, from_to("11:00:00", "12:00:00")}});
    EXPECT_EQ(devices.watch().due(), at("11:00:00"));
    devices.tick(at("23:00:00"));

    const auto episodes = devices.episodes();
    ASSERT_EQ(episodes.size(), 2U);
    EXPECT_EQ(episodes[0].started, at("11:00:00"));
    EXPECT_EQ(episodes[0].ended, at("12:00:00"));
    EXPECT_EQ(episodes[1].started, at("15:00:00"));
    EXPECT_EQ(episodes[1].ended, at("16:00:00"));
}

TEST(TwoOrders, that_share_two_devices_from_one_instant_are_an_episode_of_each)
{
    Devices devices;
    devices.order(first, {{tag, from_to("10:00:00", "20:00:00")}, {other, from_to("10:00:00", "20:00:00")}});
    devices.order(second, {{tag, from_to("11:00:00", "12:00:00")}, {other, from_to("11:00:00", "12:00:00")}});
    devices.tick(at("23:00:00"));

    const auto episodes = devices.episodes();
    ASSERT_EQ(episodes.size(), 2U);
    EXPECT_NE(episodes[0].id, episodes[1].id);
}

TEST(TwoOrders, of_which_one_has_yet_to_start_are_not_two_yet)
{
    Devices devices;
    devices.order(first, {{tag, from_to("10:00:00", "20:00:00")}});
    devices.order(second, {{tag, from_to("10:00:00", "20:00:00")}}, UtcTime{}, {at("15:00:00"), at("16:00:00")});
    devices.tick(at("23:00:00"));

    const auto episodes = devices.episodes();
    ASSERT_EQ(episodes.size(), 1U);
    EXPECT_EQ(episodes[0].started, at("15:00:00"));
    EXPECT_EQ(episodes[0].ended, at("16:00:00"));
}

TEST(TwoOrders, by_a_version_are_told_by_its_record_and_ended_by_the_next)
{
    Devices devices;
    devices.order(first, {{tag, from_to("10:00:00", "20:00:00")}});
    devices.order(second, {{tag, from_to("10:00:00", "20:00:00")}}, at("11:00:00"));
    ASSERT_EQ(devices.told().size(), 1U);
    EXPECT_EQ(devices.told()[0].episode.started, at("11:00:00"));
    devices.order(first, {{tag, from_to("10:00:00", "11:00:00")}}, at("11:10:00"));

    ASSERT_EQ(devices.told().size(), 2U);
    EXPECT_EQ(devices.told()[1].episode.ended, at("11:10:00"));
    EXPECT_EQ(devices.watch().due(), forever);
}

TEST(TwoOrders, that_follow_one_another_are_none)
{
    Devices devices;
    devices.order(first, {{tag, from_to("10:00:00", "11:00:00")}});
    devices.order(second, {{tag, from_to("11:00:00", "12:00:00")}});
    devices.tick(at("13:00:00"));

    EXPECT_TRUE(devices.told().empty());
    EXPECT_EQ(devices.watch().due(), forever);
}

TEST(ClockFault, runs_from_its_receipt_to_the_first_good_time)
{
    Devices devices;
    devices.order(first, {{tag, from_to("10:00:00", "20:00:00")}});
    devices.suspect(tag, at("10:01:00"));
    devices.suspect(tag, at("10:02:00"));
    devices.heard(tag, at("10:03:00"));

    ASSERT_EQ(devices.told().size(), 2U);
    const Episode& opened = devices.told()[0].episode;
    EXPECT_EQ(opened.kind, EpisodeKind::clock_fault);
    EXPECT_EQ(opened.order, first);
    EXPECT_EQ(opened.condition, std::nullopt);
    EXPECT_EQ(opened.severity, Severity::notice);
    EXPECT_EQ(opened.state, model::EpisodeState::confirmed);
    EXPECT_EQ(opened.started, at("10:01:00"));
    EXPECT_EQ(opened.reason, "a fix time more than 300 s after its receipt");
    EXPECT_EQ(devices.told()[1].episode.id, opened.id);
    EXPECT_EQ(devices.told()[1].episode.ended, at("10:03:00"));
}

TEST(ClockFault, of_a_device_without_an_order_has_none)
{
    Devices devices;
    devices.suspect(tag, at("10:01:00"));

    ASSERT_EQ(devices.told().size(), 2U);
    EXPECT_EQ(devices.told()[0].episode.kind, EpisodeKind::association);
    EXPECT_EQ(devices.told()[1].episode.kind, EpisodeKind::clock_fault);
    EXPECT_EQ(devices.told()[1].episode.order, std::nullopt);
}

TEST(ClockFault, comes_again_after_a_good_time_as_another_episode)
{
    Devices devices;
    devices.order(first, {{tag, from_to("10:00:00", "20:00:00")}});
    devices.suspect(tag, at("10:01:00"));
    devices.heard(tag, at("10:02:00"));
    devices.suspect(tag, at("10:03:00"));

    const auto episodes = devices.episodes();
    ASSERT_EQ(episodes.size(), 2U);
    EXPECT_NE(episodes[0].id, episodes[1].id);
    EXPECT_EQ(episodes[1].ended, std::nullopt);
}

TEST(BindingWatch, goes_on_from_its_state_as_if_it_had_never_stopped)
{
    const auto day = [](bool cut) {
        Devices devices;
        const auto cut_here = [&] {
            if (cut) {
                devices.watch(BindingWatch{devices.watch().devices(), devices.watch().episodes()});
            }
        };
        devices.order(first, {{tag, from_to("10:00:00", "12:00:00")}});
        devices.order(second, {{tag, from_to("11:00:00", "14:00:00")}});
        cut_here();
        devices.suspect(tag, at("11:30:00"));
        devices.heard(other, at("11:31:00"));
        cut_here();
        devices.order(first, {{other, from_to("10:00:00", "20:00:00")}}, at("11:40:00"));
        devices.heard(tag, at("11:45:00"));
        devices.heard(other, at("11:46:00"));
        devices.tick(at("15:00:00"));
        return devices.told();
    };

    EXPECT_EQ(day(true), day(false));
    EXPECT_EQ(day(false).size(), 6U);
}

}  // namespace
}  // namespace cordon::engine
