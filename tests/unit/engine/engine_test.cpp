// SPDX-License-Identifier: Apache-2.0
#include "zone_walk.hpp"

#include <cordon/model/order_document.hpp>

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace cordon::test {
namespace {

using namespace std::chrono_literals;

std::string order(const std::string& id, const std::string& device)
{
    return OrderJson{
        .id = id,
        .activations = R"({"device":")" + device + R"(","kind":"tag","from":"2026-01-05T10:00:00Z","to":null})",
        .conditions = {circle_condition("Z1", AsciiMap::place(0, 0), 100)}}
        .text();
}

model::Observation inside(const std::string& device)
{
    return {.device = {device},
            .fix_time = ten_o_clock() + 1min,
            .received = ten_o_clock() + 1min,
            .position = AsciiMap::place(0, 0),
            .accuracy_m = 5};
}

TEST(Shards, keep_each_order_exactly_once_between_them)
{
    std::multiset<std::string> told;
    for (std::uint32_t shard = 0; shard < 3; ++shard) {
        EngineRun run{{.index = shard, .count = 3}};
        for (int i = 0; i < 20; ++i) {
            run.order(order("ORD-" + std::to_string(i), "tag-" + std::to_string(i)));
        }
        for (int i = 0; i < 20; ++i) {
            run.take(inside("tag-" + std::to_string(i)));
        }
        for (const auto& change : run.told()) {
            told.insert(change.episode.order->text);
            EXPECT_EQ(engine::shard_of(*change.episode.order, 3), shard);
        }
    }

    EXPECT_EQ(told.size(), 20U);
    EXPECT_EQ(std::set<std::string>(told.begin(), told.end()).size(), 20U);
}

TEST(Shards, are_the_same_in_every_release)
{
    EXPECT_EQ(engine::shard_of(OrderId{"ORD-1"}, 8), 4U);
    EXPECT_EQ(engine::shard_of(OrderId{"ORD-2026-00017"}, 8), 4U);
    EXPECT_EQ(engine::shard_of(OrderId{"ORD-1"}, 1), 0U);
}

TEST(Shards, get_about_as_many_of_the_orders_that_are_numbered_one_after_the_other)
{
    std::map<std::uint32_t, int> orders;
    for (int i = 0; i < 4000; ++i) {
        ++orders[engine::shard_of(OrderId{"ORD-" + std::to_string(i)}, 4)];
    }

    ASSERT_EQ(orders.size(), 4U);
    for (const auto& [shard, count] : orders) {
        EXPECT_NEAR(count, 1000, 120) << shard;
    }
}

TEST(Engine, a_device_without_an_order_tells_nothing)
{
    EngineRun run;
    run.order(order("ORD-1", "mine"));
    run.take(inside("not-mine"));

    EXPECT_TRUE(run.told().empty());
}

TEST(Engine, a_device_of_two_orders_is_judged_by_both)
{
    EngineRun run;
    run.order(order("ORD-2", "mine"));
    run.order(order("ORD-1", "mine"));
    run.take(inside("mine"));

    ASSERT_EQ(run.told().size(), 2U);
    EXPECT_EQ(run.told()[0].episode.order->text, "ORD-1");
    EXPECT_EQ(run.told()[1].episode.order->text, "ORD-2");
    EXPECT_NE(run.told()[0].episode.id, run.told()[1].episode.id);
}

TEST(Engine, one_frame_may_hold_fixes_of_two_devices)
{
    EngineRun run;
    run.order(order("ORD-1", "one"));
    run.order(order("ORD-2", "two"));
    run.take_frame({inside("one"), inside("two")}, ten_o_clock() + 1min);

    EXPECT_EQ(run.episodes().size(), 2U);
}

TEST(Engine, ends_of_several_orders_are_told_in_the_order_of_their_instants)
{
    EngineRun run;
    const auto ending = [](const std::string& id, const std::string& device, const std::string& clock) {
        return OrderJson{
            .id = id,
            .ends = "\"2026-01-05T" + clock + "Z\"",
            .activations = R"({"device":")" + device + R"(","kind":"tag","from":"2026-01-05T10:00:00Z","to":null})",
            .conditions = {circle_condition("Z1", AsciiMap::place(0, 0), 100)}}
            .text();
    };
    run.order(ending("ORD-1", "one", "12:00:00"));
    run.order(ending("ORD-2", "two", "11:00:00"));
    run.order(ending("ORD-3", "three", "11:00:00"));
    run.take(inside("one"));
    run.take(inside("two"));
    run.take(inside("three"));
    run.tick(ten_o_clock() + 24h);  // the clock jumps over all of them

    std::vector<std::string> ended;
    for (std::size_t i = 3; i < run.told().size(); ++i) {
        ended.push_back(run.told()[i].episode.order->text);
    }
    EXPECT_EQ(ended, (std::vector<std::string>{"ORD-2", "ORD-3", "ORD-1"}));
}

TEST(Engine, forgets_an_order_that_is_over_and_still_knows_what_it_told)
{
    EngineRun run;
    run.order(OrderJson{.ends = R"("2026-01-05T11:00:00Z")",
                        .conditions = {circle_condition("Z1", AsciiMap::place(0, 0), 100)}}
                  .text());
    run.take(inside(tag));
    run.tick(ten_o_clock() + 24h * 8);
    auto late = inside(tag);
    late.fix_time = ten_o_clock() + 2min;
    late.received = ten_o_clock() + 24h * 8;
    run.take(late);

    ASSERT_EQ(run.episodes().size(), 1U);
    EXPECT_EQ(clock_of(run.episodes()[0].ended), "11:00:00");
    EXPECT_EQ(run.told().size(), 2U);
}

}  // namespace
}  // namespace cordon::test
