// SPDX-License-Identifier: Apache-2.0
#include "london.hpp"

#include <cordon/model/order_document.hpp>
#include <cordon/sim/orders.hpp>
#include <cordon/sim/truth.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace cordon::sim {

namespace {

using namespace std::chrono_literals;

const model::Position origin = *model::Position::from_degrees(51.5, -0.1);
const Plane plane{origin};

model::Position east(double metres)
{
    return plane.position_of({.east_m = metres, .north_m = 0});
}

/// A square of 100 m by 100 m, its west side 60 m east of the origin.
model::Shape square()
{
    const auto corner = [](double e, double n) { return plane.position_of({.east_m = e, .north_m = n}); };
    return model::Area{{{{{corner(60, -50), corner(160, -50), corner(160, 50), corner(60, 50), corner(60, -50)}}}}};
}

Person walker(std::vector<Step> steps)
{
    return Person{Script{.start = origin, .steps = std::move(steps), .every = 1h}, Random{1}};
}

Wearer wearer_with(std::vector<Step> steps, Millis report, Millis phase)
{
    return {.number = 7,
            .imei = DeviceId{"001001000000079"},
            .life = Script{.start = origin, .steps = std::move(steps), .every = 1h},
            .tag = {.report = report, .phase = phase}};
}

model::Order order_of_square()
{
    model::Order order{.id = OrderId{"SIM-000007"}};
    order.conditions.push_back({.id = ConditionId{"Z1"}, .rule = model::ExclusionZone{.shape = square()}});
    order.conditions.push_back({.id = ConditionId{"T1"}, .rule = model::Trail{}});
    return order;
}

void expect_near(SimTime actual, SimTime expected)
{
    EXPECT_NEAR(static_cast<double>(actual.count()), static_cast<double>(expected.count()), 60.0);  // 6 cm at 1 m/s
}

}  // namespace

TEST(Truth, dates_entry_and_exit_where_the_path_meets_the_boundary)
{
    // 1 m/s east: in at 60 s; 20 s of rest inside at 110 m; out at 160 m, 20 s later than without the rest.
    const auto visits = visits_of(walker({{.to = east(110), .kmh = 3.6}, {.stay = 20s}, {.to = east(400), .kmh = 3.6}}),
                                  geo::PreparedZone{square()}, 600s);

    ASSERT_EQ(visits.size(), 1U);
    expect_near(visits[0].entered, 60s);
    ASSERT_TRUE(visits[0].left);
    expect_near(*visits[0].left, 180s);
    EXPECT_NEAR(visits[0].deepest.value, -50.0, 0.3);
}

TEST(Truth, leaves_a_stay_open_that_lasts_to_the_end)
{
    const auto visits = visits_of(walker({{.to = east(110), .kmh = 3.6}, {.stay = 30min}, {.to = origin, .kmh = 3.6}}),
                                  geo::PreparedZone{square()}, 600s);

    ASSERT_EQ(visits.size(), 1U);
    EXPECT_FALSE(visits[0].left);
}

TEST(Truth, begins_a_stay_at_the_start_for_who_is_in_already)
{
    const auto inside = plane.position_of({.east_m = 100, .north_m = 0});
    const Person person{Script{.start = inside, .steps = {{.to = origin, .kmh = 3.6}, {.stay = 10s}}, .every = 1h},
                        Random{1}};
    const auto visits = visits_of(person, geo::PreparedZone{square()}, 600s);

    ASSERT_EQ(visits.size(), 1U);
    EXPECT_EQ(visits[0].entered, 0s);
    expect_near(*visits[0].left, 40s);
}

TEST(Truth, sees_a_corner_cut_by_a_metre_at_the_speed_of_a_car)
{
    // Across the corner at (60, -50), a metre and a half inside along its diagonal.
    const auto from = plane.position_of({.east_m = -40 + 1.06, .north_m = 50 + 1.06});
    const auto to = plane.position_of({.east_m = 160 + 1.06, .north_m = -150 + 1.06});
    const Person person{Script{.start = from, .steps = {{.to = to, .kmh = 50}}, .every = 1h}, Random{1}};
    const auto visits = visits_of(person, geo::PreparedZone{square()}, 60s);

    ASSERT_EQ(visits.size(), 1U);
    EXPECT_NEAR(static_cast<double>((*visits[0].left - visits[0].entered).count()), 3000.0 / 13.89, 30.0);
    EXPECT_NEAR(visits[0].deepest.value, -1.06, 0.3);
}

TEST(Truth, sees_nothing_of_who_passes_by)
{
    const auto visits =
        visits_of(walker({{.to = east(59), .kmh = 3.6}, {.stay = 60s}}), geo::PreparedZone{square()}, 600s);

    EXPECT_TRUE(visits.empty());
}

TEST(Truth, calls_a_stay_between_two_reports_a_crossing)
{
    const TagSettings settings{.starts = *parse_utc("2026-03-29T10:00:00Z")};
    const auto order = order_of_square();
    const auto dense = truth_lines(wearer_with({{.to = east(400), .kmh = 36}}, 5s, 0s), order, settings, 600s);
    const auto sparse = truth_lines(wearer_with({{.to = east(400), .kmh = 36}}, 30s, 0s), order, settings, 600s);

    ASSERT_EQ(dense.size(), 1U);
    EXPECT_NE(
        dense[0].find(R"("order":"SIM-000007","condition":"Z1","kind":"exclusion_zone","started":"2026-03-29T10:00:0)"),
        std::string::npos)
        << dense[0];
    ASSERT_EQ(sparse.size(), 1U);
    EXPECT_NE(sparse[0].find(R"("kind":"crossing")"), std::string::npos) << sparse[0];
    EXPECT_NE(sparse[0].find(R"("reports":0)"), std::string::npos) << sparse[0];
}

/// The demonstration's written parts, by their place in config/london.json.
class LondonStory : public testing::Test {
protected:
    LondonStory()
    {
        orders_ = model::read_order_document(orders_document(wearers_, scenario_.time_zone, settings_.starts)).value();
    }

    [[nodiscard]] std::vector<Visit> visits(std::size_t part, SimTime until) const
    {
        const auto& zone = std::get<model::ExclusionZone>(orders_.orders[part].order.conditions[0].rule);
        return visits_of(person_of(wearers_[part], scenario_.seed), geo::PreparedZone{zone.shape}, until);
    }

    [[nodiscard]] std::vector<std::string> lines(std::size_t part, SimTime until) const
    {
        return truth_lines(wearers_[part], orders_.orders[part].order, settings_, until);
    }

    Scenario scenario_ = london();
    std::vector<Wearer> wearers_ = make_wearers(scenario_, 8, scenario_.seed);
    TagSettings settings_{.seed = scenario_.seed, .starts = *parse_utc("2026-03-29T10:00:00Z")};
    model::OrderDocument orders_;
};

TEST_F(LondonStory, someone_walks_forty_metres_into_a_zone_within_a_minute_and_stays_three)
{
    const auto stays = visits(0, 1200s);

    ASSERT_EQ(stays.size(), 1U);
    EXPECT_LE(stays[0].entered, 60s);
    EXPECT_LE(stays[0].deepest.value, -40.0);
    ASSERT_TRUE(stays[0].left);
    EXPECT_GE(*stays[0].left - stays[0].entered, 3min);
}

TEST_F(LondonStory, someone_crosses_a_corner_between_two_fixes)
{
    const auto told = lines(1, 600s);

    ASSERT_EQ(told.size(), 1U);
    EXPECT_NE(told[0].find(R"("kind":"crossing")"), std::string::npos) << told[0];
    EXPECT_LE(visits(1, 600s).at(0).deepest.value, -15.0);
}

TEST_F(LondonStory, someone_skirts_a_zone_inside_its_ring_and_never_enters)
{
    const auto& rule = std::get<model::ExclusionZone>(orders_.orders[2].order.conditions[0].rule);
    const geo::PreparedZone zone{rule.shape};
    Person person = person_of(wearers_[2], scenario_.seed);
    SimTime in_ring = 0s;
    for (SimTime at = 0s; at < 1500s; at += 1s) {
        const auto place = person.leg_at(at).at(at);
        const double distance = zone.distance(person.plane().position_of(place)).value;
        ASSERT_GT(distance, 30.0);
        in_ring += distance <= rule.buffer.value ? 1s : 0s;
    }

    EXPECT_GT(in_ring, 5min);
}

TEST_F(LondonStory, the_one_at_home_and_the_one_in_the_hole_never_enter)
{
    EXPECT_TRUE(visits(3, 3600s).empty());
    EXPECT_TRUE(visits(5, 3600s).empty());
}

TEST_F(LondonStory, someone_is_in_a_zone_and_out_again_while_out_of_coverage)
{
    const auto stays = visits(4, 900s);

    ASSERT_EQ(stays.size(), 1U);
    EXPECT_GT(stays[0].entered, wearers_[4].tag.outages.at(0).from);
    EXPECT_LT(*stays[0].left, wearers_[4].tag.outages.at(0).until);
    EXPECT_GE(*stays[0].left - stays[0].entered, 1min);
}

}  // namespace cordon::sim
