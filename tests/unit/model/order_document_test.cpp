// SPDX-License-Identifier: Apache-2.0
#include "document.hpp"

#include <gtest/gtest.h>

namespace cordon::model {
namespace {

using nlohmann::json;
using std::chrono::minutes;
using std::chrono::year;

Order good_order()
{
    return read_order_document(good_document().dump()).value().orders.at(0).order;
}

TEST(OrderDocument, says_who_when_and_by_which_devices)
{
    const Order order = good_order();

    EXPECT_EQ(order.id.text, "ORD-1");
    EXPECT_EQ(order.type, OrderType::licence);
    EXPECT_EQ(order.wearer.crn, "X123456");
    EXPECT_EQ(order.starts, *parse_utc("2026-01-05T10:00:00Z"));
    EXPECT_EQ(order.ends, parse_utc("2026-07-05T22:59:00Z"));
    ASSERT_EQ(order.activations.size(), 2U);
    EXPECT_EQ(order.activations[0].party, Party::tag);
    EXPECT_EQ(order.activations[0].to, std::nullopt);
    EXPECT_EQ(order.activations[1].device.text, "+victim-1");
    EXPECT_EQ(order.activations[1].party, Party::protected_person);
    ASSERT_EQ(order.permissions.size(), 1U);
    EXPECT_EQ(order.permissions[0].condition.text, "Z1");
    EXPECT_EQ(order.permissions[0].to, *parse_utc("2026-03-01T12:00:00Z"));
}

TEST(OrderDocument, takes_each_kind_of_condition)
{
    const Order order = good_order();
    ASSERT_EQ(order.conditions.size(), 8U);

    const auto& street = std::get<ExclusionZone>(order.conditions[0].rule);
    EXPECT_EQ(std::get<Area>(street.shape).parts.at(0).rings.size(), 2U);
    EXPECT_EQ(street.buffer, 200_m);
    EXPECT_TRUE(street.schedule->windows.at(0).days[1]);
    EXPECT_FALSE(street.schedule->windows.at(0).days[2]);
    EXPECT_EQ(street.schedule->windows.at(0).end, minutes{8 * 60});
    EXPECT_EQ(std::get<Circle>(std::get<ExclusionZone>(order.conditions[1].rule).shape),
              (Circle{.centre = *Position::from_e7(515'000'000, -1'000'000), .radius = 500_m}));
    EXPECT_EQ(std::get<Corridor>(std::get<InclusionZone>(order.conditions[2].rule).shape).radius, 25.5_m);
    EXPECT_EQ(std::get<Area>(std::get<RestrictionZone>(order.conditions[3].rule).shape).parts.size(), 2U);
    const auto& curfew = std::get<Curfew>(order.conditions[4].rule);
    EXPECT_EQ(curfew.places.count("home"), 1U);
    EXPECT_EQ(curfew.schedule.windows.at(0).every_weeks, 2);
    EXPECT_EQ(curfew.schedule.windows.at(1).dates.at(0), year{2026} / 1 / 5);
    EXPECT_EQ(curfew.schedule.except_dates.at(0), year{2026} / 2 / 1);
    EXPECT_EQ(std::get<Attendance>(order.conditions[5].rule).minutes, 30);
    EXPECT_EQ(std::get<Proximity>(order.conditions[6].rule).distance, 1000_m);
    EXPECT_EQ(rule_name(order.conditions[7].rule), "trail");
}

TEST(OrderDocument, thresholds_are_the_defaults_changed_by_the_order_changed_by_the_condition)
{
    const Order order = good_order();

    EXPECT_EQ(order.thresholds.confirm_fixes, 3);
    EXPECT_EQ(order.conditions[0].thresholds.confirm_fixes, 3);
    EXPECT_EQ(order.conditions[0].thresholds.end_margin_m, 12.5);
    EXPECT_EQ(order.conditions[0].thresholds.proximity_fresh_s, 180);
    EXPECT_EQ(order.conditions[6].thresholds.proximity_fresh_s, 60);
    EXPECT_EQ(order.conditions[6].thresholds.confirm_fixes, 3);
}

TEST(OrderDocument, takes_devices_with_all_they_need_to_be_understood)
{
    const Device device = read_order_document(good_document().dump()).value().devices.at(0).device;

    EXPECT_EQ(device, (Device{.id = {"356307042441013"},
                              .protocol = Protocol::teltonika,
                              .model = std::nullopt,
                              .clock_offset_min = 60,
                              .io16_group = true,
                              .strap_input = StrapInput{.io = 1, .open = 0},
                              .source_ranges = {"10.0.0.0/8", "2001:db8::/32"}}));
}

TEST(OrderDocument, the_canonical_text_reads_back_as_the_same_value_and_is_its_own_canonical_text)
{
    const OrderDocument first = read_order_document(good_document().dump(4)).value();

    EXPECT_EQ(read_order(first.orders.at(0).json).value(), first.orders.at(0).order);
    EXPECT_EQ(read_device(first.devices.at(0).json).value(), first.devices.at(0).device);
    const std::string again =
        R"({"devices":[)" + first.devices[0].json + R"(],"orders":[)" + first.orders[0].json + "]}";
    const OrderDocument second = read_order_document(again).value();
    EXPECT_EQ(second.orders.at(0).json, first.orders.at(0).json);
    EXPECT_EQ(second.devices.at(0).json, first.devices.at(0).json);
}

TEST(OrderDocument, the_canonical_text_has_sorted_keys_no_white_space_and_the_shortest_numbers)
{
    const auto read = read_order_document(
        R"({"devices": [ {"protocol":"gt06", "id":"é\u00e9\"", "model":"a/b", "clock_offset_min": 6e1} ]})");

    EXPECT_EQ(read.value().devices.at(0).json,
              R"({"clock_offset_min":60,"id":"éé\"","model":"a/b","protocol":"gt06"})");
}

TEST(OrderDocument, a_document_of_devices_alone_is_taken)
{
    EXPECT_EQ(faults_of_text(R"({"devices":[{"id":"1","protocol":"gt06"}]})"), "");
    EXPECT_EQ(faults_of_text("{}"), "/orders: is missing\n");
}

struct Broken {
    const char* name;
    json document;
    std::string fault;  ///< the one line that must come
};

class BrokenDocument : public testing::TestWithParam<Broken> {};

TEST_P(BrokenDocument, is_refused_by_its_one_fault)
{
    const std::string faults = faults_of(GetParam().document);

    EXPECT_TRUE(faults.starts_with(GetParam().fault)) << faults;
    EXPECT_EQ(std::ranges::count(faults, '\n'), 1) << faults;
}

const std::string order_at = "/orders/0";
const std::string zone_at = "/orders/0/conditions/0";
const std::string curfew_at = "/orders/0/conditions/4";
const std::string device_at = "/devices/0";

INSTANTIATE_TEST_SUITE_P(
    Order, BrokenDocument,
    testing::Values(
        Broken{"not_an_object", json::array(), ": is a list; must be an object"},
        Broken{"orders_not_a_list", changed("/orders", 5), "/orders: is 5; must be a list"},
        Broken{"unknown_top_key", changed("/ordres", 5), "/ordres: unknown key; known here: devices, orders"},
        Broken{"order_not_an_object", changed("/orders/0", "x"), "/orders/0: is \"x\"; must be an object"},
        Broken{"no_id", without(order_at + "/id"), "/orders/0/id: is missing"},
        Broken{"empty_id", changed(order_at + "/id", ""), "/orders/0/id: is \"\"; must be a text"},
        Broken{"id_with_a_line_end", changed(order_at + "/id", "a\nb"), "/orders/0/id: is \"a\\nb\"; an id has no"},
        Broken{"long_id", changed(order_at + "/id", std::string(201, 'x')), "/orders/0/id: has 201 bytes"},
        Broken{"unknown_type", changed(order_at + "/type", "fine"), "/orders/0/type: is \"fine\"; must be one of lic"},
        Broken{"unknown_key", changed(order_at + "/a~1b", 1), "/orders/0/a~1b: unknown key"},
        Broken{"unknown_zone", changed(order_at + "/time_zone", "Europe/Lodnon"),
               "/orders/0/time_zone: \"Europe/Lodnon\" is not a known time zone"},
        Broken{"zone_with_a_path", changed(order_at + "/time_zone", "../../etc/passwd"), "/orders/0/time_zone: "},
        Broken{"no_time", changed(order_at + "/starts", "2026-02-30T00:00:00Z"),
               "/orders/0/starts: is \"2026-02-30T00:00:00Z\"; must be a time such as"},
        Broken{"no_ends", without(order_at + "/ends"), "/orders/0/ends: is missing"},
        Broken{"ends_first", changed(order_at + "/ends", "2026-01-05T10:00:00Z"), "/orders/0/ends: must be after st"},
        Broken{"no_wearer_id", without(order_at + "/wearer/id"), "/orders/0/wearer/id: is missing"},
        Broken{"flag_not_bool", changed(order_at + "/wearer/limited_access", 1),
               "/orders/0/wearer/limited_access: is 1; must be true or false"},
        Broken{"unknown_party", changed(order_at + "/activations/0/kind", "wearer"),
               "/orders/0/activations/0/kind: is \"wearer\"; must be one of tag, protected"},
        Broken{"activation_backwards", changed(order_at + "/activations/0/to", "2026-01-05T10:00:00Z"),
               "/orders/0/activations/0/to: must be after from"},
        Broken{"permission_for_nothing", changed(order_at + "/permissions/0/condition", "Z9"),
               "/orders/0/permissions/0/condition: \"Z9\" is no condition of this order"},
        Broken{"permission_without_end", changed(order_at + "/permissions/0/to", nullptr),
               "/orders/0/permissions/0/to: a permission has an end"},
        Broken{"threshold_too_high", changed(order_at + "/thresholds/confirm_fixes", 6),
               "/orders/0/thresholds/confirm_fixes: is 6; must be a whole number from 1 to 5"},
        Broken{"threshold_not_whole", changed(order_at + "/thresholds/dwell_fixes", 2.5),
               "/orders/0/thresholds/dwell_fixes: is 2.5; must be a whole number from 2 to 20"},
        Broken{"speed_of_nothing", changed(order_at + "/thresholds/max_speed_mps", 0),
               "/orders/0/thresholds/max_speed_mps: is 0; must be a number more than 0 to 1000"},
        Broken{"unknown_threshold", changed(order_at + "/thresholds/fold", "longest"),
               "/orders/0/thresholds/fold: unknown key; known here: confirm_fixes, "},
        Broken{"threshold_of_the_order", changed(zone_at + "/thresholds", json{{"no_fix_s", 60}}),
               "/orders/0/conditions/0/thresholds/no_fix_s: is of the whole order"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Condition, BrokenDocument,
    testing::Values(
        Broken{"unknown_type", changed("/orders/0/conditions/7/type", "zone"),
               "/orders/0/conditions/7/type: is \"zone\""},
        Broken{"id_twice", changed("/orders/0/conditions/7/id", "Z2"),
               "/orders/0/conditions/7/id: \"Z2\" stands twice"},
        Broken{"schedule_on_restriction", changed("/orders/0/conditions/3/schedule", json::object()),
               "/orders/0/conditions/3/schedule: unknown key"},
        Broken{"buffer_below_zero", changed(zone_at + "/buffer_m", -1), zone_at + "/buffer_m: is -1; must be a number"},
        Broken{"no_distance", changed("/orders/0/conditions/6/distance_m", 0),
               "/orders/0/conditions/6/distance_m: is 0; must be a number more than 0 to 50000"},
        Broken{"no_minutes", changed("/orders/0/conditions/5/minutes", 0), "/orders/0/conditions/5/minutes: is 0"},
        Broken{"no_windows", changed(curfew_at + "/windows", json::array()), curfew_at + "/windows: must not be empty"},
        Broken{"both_days_and_dates", changed(curfew_at + "/windows/1/days", json{"mon"}),
               curfew_at + "/windows/1: needs either days or dates"},
        Broken{"weeks_with_dates", changed(curfew_at + "/windows/1/every_weeks", 1),
               curfew_at + "/windows/1: every_weeks and from go with days, not with dates"},
        Broken{"weeks_without_from", without(curfew_at + "/windows/0/from"),
               curfew_at + "/windows/0/from: is missing: every_weeks counts from it"},
        Broken{"unknown_day", changed(curfew_at + "/windows/0/days/1", "someday"),
               curfew_at + "/windows/0/days/1: is \"someday\"; must be one of mon, tue"},
        Broken{"no_such_date", changed(curfew_at + "/windows/1/dates/0", "2026-02-30"),
               curfew_at + "/windows/1/dates/0: is \"2026-02-30\"; must be a date such as"},
        Broken{"no_such_clock", changed(curfew_at + "/windows/0/start", "24:00"),
               curfew_at + "/windows/0/start: is \"24:00\"; must be a time of day such as 19:00"},
        Broken{"clock_of_letters", changed(curfew_at + "/windows/0/start", "1a:00"),
               curfew_at + "/windows/0/start: is"},
        Broken{"unknown_place", changed(curfew_at + "/windows/0/place", "mother"),
               curfew_at + "/windows/0/place: \"mother\" is not one of places"},
        Broken{"four_places",
               changed(curfew_at + "/places",
                       [] {
                           json places;
                           for (const char* name : {"home", "b", "c", "d"}) {
                               places[name] = good_document()["orders"][0]["conditions"][4]["places"]["home"];
                           }
                           return places;
                       }()),
               curfew_at + "/places: at most three addresses"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Device, BrokenDocument,
    testing::Values(
        Broken{"unknown_protocol", changed(device_at + "/protocol", "morse"),
               "/devices/0/protocol: is \"morse\"; must be one of teltonika, queclink"},
        Broken{"range_without_prefix", changed(device_at + "/source_ranges/0", "10.0.0.1"),
               "/devices/0/source_ranges/0: is \"10.0.0.1\"; must be a range of addresses such as 10.0.0.0/8"},
        Broken{"range_of_a_host", changed(device_at + "/source_ranges/0", "10.0.0.1/8"),
               "/devices/0/source_ranges/0: is \"10.0.0.1/8\"; its bits after the first 8 must be zero"},
        Broken{"range_too_narrow", changed(device_at + "/source_ranges/1", "2001:db8::/129"),
               "/devices/0/source_ranges/1: is \"2001:db8::/129\"; its prefix must be a whole number from 0 to 128"},
        Broken{"range_of_words", changed(device_at + "/source_ranges/1", "::1::/64"), "/devices/0/source_ranges/1: "},
        Broken{"strap_without_open", without(device_at + "/strap_input/open"),
               "/devices/0/strap_input/open: is missing"},
        Broken{"offset_too_far", changed(device_at + "/clock_offset_min", 1441),
               "/devices/0/clock_offset_min: is 1441"},
        Broken{"model_not_a_text", changed(device_at + "/model", 5), "/devices/0/model: is 5; must be a text"}),
    [](const auto& info) { return info.param.name; });

TEST(OrderDocument, the_same_id_twice_is_a_fault_of_the_second)
{
    json document = good_document();
    document["orders"].push_back(document["orders"][0]);
    document["devices"].push_back(document["devices"][0]);

    EXPECT_EQ(faults_of(document),
              "/orders/1/id: \"ORD-1\" stands twice\n/devices/1/id: \"356307042441013\" stands twice\n");
}

TEST(OrderDocument, an_order_without_conditions_is_refused)
{
    json document = changed("/orders/0/conditions", json::array());
    document["orders"][0].erase("permissions");

    EXPECT_EQ(faults_of(document), "/orders/0/conditions: must not be empty\n");
}

TEST(OrderDocument, lists_every_fault_at_once_and_takes_nothing)
{
    json document = changed("/orders/0/type", 5);
    document["orders"][0]["starts"] = "soon";
    document["orders"][0]["conditions"][1]["radius_m"] = -3;
    document["devices"][0]["protocol"] = nullptr;

    EXPECT_EQ(read_order_document(document.dump()).error().size(), 4U);
}

TEST(OrderDocument, a_thousand_faults_are_enough_for_one_answer)
{
    json document = good_document();
    document["devices"] = json::array();
    for (int i = 0; i < 2000; ++i) {
        document["devices"].push_back(5);
    }

    const auto faults = read_order_document(document.dump()).error();

    EXPECT_EQ(faults.size(), 1001U);
    EXPECT_EQ(faults.back().what, "has 1000 more faults");
}

}  // namespace
}  // namespace cordon::model
