// SPDX-License-Identifier: Apache-2.0
#include "london.hpp"

#include <cordon/model/order_document.hpp>
#include <cordon/sim/imei.hpp>
#include <cordon/sim/orders.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <variant>

namespace cordon::sim {

namespace {

constexpr UtcTime now = std::chrono::sys_days{std::chrono::year{2026} / 3 / 29} + std::chrono::hours{11};

model::OrderDocument document_of(std::uint32_t wearers, std::uint64_t seed)
{
    const auto scenario = london();
    auto read =
        model::read_order_document(orders_document(make_wearers(scenario, wearers, seed), scenario.time_zone, now));
    if (!read.has_value()) {
        for (const auto& fault : read.error()) {
            ADD_FAILURE() << fault.pointer << ": " << fault.what;
        }
        return {};
    }
    return std::move(read).value();
}

}  // namespace

TEST(OrdersDocument, is_taken_by_the_reader_for_every_one_of_two_thousand_people)
{
    const auto document = document_of(2000, 20260105);

    EXPECT_EQ(document.orders.size(), 2000U);
    EXPECT_EQ(document.devices.size(), 2000U);
}

TEST(OrdersDocument, has_every_form_of_zone_and_approach_rings_and_trails)
{
    const auto document = document_of(300, 20260105);
    int circles = 0;
    int holes = 0;
    int parts = 0;
    int rings = 0;
    int trails = 0;
    for (const auto& [order, json] : document.orders) {
        for (const auto& condition : order.conditions) {
            trails += std::holds_alternative<model::Trail>(condition.rule) ? 1 : 0;
            if (const auto* zone = std::get_if<model::ExclusionZone>(&condition.rule)) {
                const auto* area = std::get_if<model::Area>(&zone->shape);
                circles += std::holds_alternative<model::Circle>(zone->shape) ? 1 : 0;
                parts += area != nullptr && area->parts.size() > 1 ? 1 : 0;
                holes += area != nullptr && area->parts.front().rings.size() > 1 ? 1 : 0;
                rings += zone->buffer.value > 0 ? 1 : 0;
            }
        }
    }

    EXPECT_GT(circles, 100);
    EXPECT_GT(holes, 10);
    EXPECT_GT(parts, 10);
    EXPECT_GT(rings, 50);
    EXPECT_EQ(trails, 300);
}

TEST(OrdersDocument, holds_now_and_for_the_longest_replay_before)
{
    for (const auto& [order, json] : document_of(300, 1).orders) {
        EXPECT_LE(order.starts, now - std::chrono::days{7});
        EXPECT_GE(order.ends.value(), now + std::chrono::days{60});
        EXPECT_EQ(order.activations.front().from, order.starts);
    }
}

TEST(OrdersDocument, is_the_same_text_for_the_same_scenario_seed_and_month)
{
    const auto scenario = london();
    const auto text = [&](std::uint64_t seed, UtcTime at) {
        return orders_document(make_wearers(scenario, 50, seed), scenario.time_zone, at);
    };

    EXPECT_EQ(text(1, now), text(1, now + std::chrono::hours{40}));
    EXPECT_NE(text(1, now), text(2, now));
}

TEST(Population, keeps_its_people_when_there_are_more)
{
    const auto scenario = london();
    const auto few = orders_document(make_wearers(scenario, 40, 9), scenario.time_zone, now);
    auto many = make_wearers(scenario, 400, 9);
    many.resize(40);

    EXPECT_EQ(orders_document(many, scenario.time_zone, now), few);
}

TEST(Population, gives_each_of_five_hundred_people_a_name_of_their_own)
{
    std::set<std::string> names;
    for (const auto& wearer : make_wearers(london(), 500, 9)) {
        EXPECT_TRUE(names.insert(wearer.name).second) << wearer.name;
    }
}

}  // namespace cordon::sim
