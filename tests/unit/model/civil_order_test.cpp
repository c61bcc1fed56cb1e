// SPDX-License-Identifier: Apache-2.0
#include "document.hpp"

#include <gtest/gtest.h>

namespace cordon::model {
namespace {

using nlohmann::json;
using std::chrono::hours;

OrderText good_text()
{
    return read_order_document(good_document().dump()).value().orders.at(0);
}

/// A curfew of two addresses with these windows.
json two_homes(const json& windows)
{
    json document = changed("/orders/0/conditions/4/places/mother",
                            json::parse(R"({"geometry":{"type":"Point","coordinates":[-0.2,51.5]},"radius_m":60})"));
    document["orders"][0]["conditions"][4]["windows"] = windows;
    document["orders"][0]["conditions"][4].erase("except_dates");
    return document;
}

json window(const std::string& days, const std::string& start, const std::string& end, const std::string& place)
{
    return {{"days", json::array({days})}, {"start", start}, {"end", end}, {"place", place}};
}

TEST(OrderOffsets, cover_the_life_of_the_order_and_two_days_around_it)
{
    const Order order = good_text().order;

    EXPECT_EQ(order.offsets,
              (UtcOffsets{.stretches = {{.at = *parse_utc("2026-01-03T10:00:00Z"), .ahead = hours{0}},
                                        {.at = *parse_utc("2026-03-29T01:00:00Z"), .ahead = hours{1}}}}));
}

TEST(OrderOffsets, of_an_order_without_an_end_cover_thirty_years)
{
    const auto read = read_order_document(changed("/orders/0/ends", nullptr).dump());

    EXPECT_EQ(read.value().orders[0].order.offsets.stretches.size(), 61U);
    EXPECT_EQ(read.value().orders[0].order.offsets.stretches.back().at, *parse_utc("2055-10-31T01:00:00Z"));
}

TEST(OrderOffsets, of_an_order_until_the_end_of_time_are_still_few)
{
    const auto read = read_order_document(changed("/orders/0/ends", "9999-12-31T00:00:00Z").dump());

    EXPECT_EQ(read.value().orders[0].order.offsets.stretches.size(), 201U);
    EXPECT_EQ(read_order(record_json(read.value().orders[0])).value(), read.value().orders[0].order);
}

TEST(OrderOffsets, are_in_the_record_and_not_in_what_is_shown)
{
    const OrderText text = good_text();
    const std::string record = record_json(text);

    EXPECT_EQ(text.json.find("utc_offsets"), std::string::npos);
    EXPECT_NE(record.find(R"("utc_offsets":[["2026-01-03T10:00:00Z",0],["2026-03-29T01:00:00Z",3600]])"),
              std::string::npos);
    EXPECT_EQ(read_order(record).value(), text.order);
    EXPECT_EQ(read_order_record(record).value().order, text.order);
    EXPECT_EQ(read_order_record(record).value().json, text.json);
    EXPECT_EQ(record_json(read_order_record(record).value()), record);
}

TEST(OrderOffsets, of_the_earliest_order_there_can_be_come_back_the_same)
{
    json document = changed("/orders/0/starts", "1970-01-01T00:00:00Z");
    document["orders"][0]["time_zone"] = "America/New_York";
    const OrderText text = read_order_document(document.dump()).value().orders[0];

    EXPECT_EQ(read_order(record_json(text)).value(), text.order);
}

TEST(OrderOffsets, of_a_record_are_read_as_they_stand_whatever_this_machine_knows)
{
    OrderText text = good_text();
    text.order.offsets = {.stretches = {{.at = *parse_utc("2026-01-03T10:00:00Z"), .ahead = hours{-7}},
                                        {.at = *parse_utc("2026-05-01T00:00:00Z"), .ahead = hours{2}}}};
    json record = json::parse(record_json(text));
    record["time_zone"] = "Europe/Camelot";

    EXPECT_EQ(read_order(record.dump()).value().offsets, text.order.offsets);
    record["utc_offsets"] = json::array();
    EXPECT_EQ(read_order(record.dump()).value().offsets, UtcOffsets{});
}

TEST(OrderOffsets, of_a_record_without_any_come_from_the_time_zone_data)
{
    const OrderText text = good_text();

    EXPECT_EQ(read_order(text.json).value(), text.order);
}

TEST(OrderOffsets, of_a_record_that_are_none_are_refused)
{
    const auto pointer = [](const char* offsets) {
        json record = json::parse(record_json(good_text()));
        record["utc_offsets"] = json::parse(offsets);
        const auto read = read_order(record.dump());
        return read.has_value() ? "taken" : read.error().at(0).pointer;
    };

    EXPECT_EQ(pointer("{}"), "/utc_offsets");
    EXPECT_EQ(pointer(R"([["2026-01-03T10:00:00Z"]])"), "/utc_offsets/0");
    EXPECT_EQ(pointer(R"([["yesterday",0]])"), "/utc_offsets/0/0");
    EXPECT_EQ(pointer(R"([["2026-01-03T10:00:00Z",1.5]])"), "/utc_offsets/0/1");
    EXPECT_EQ(pointer(R"([["2026-01-03T10:00:00Z",0],["2026-01-03T10:00:00Z",1]])"), "/utc_offsets/1/0");
}

TEST(OrderOffsets, are_an_unknown_key_in_a_document)
{
    EXPECT_TRUE(faults_of(changed("/orders/0/utc_offsets", json::array())).starts_with("/orders/0/utc_offsets: "));
}

TEST(CurfewPlaces, a_curfew_may_ask_for_one_place_after_another)
{
    EXPECT_EQ(faults_of(two_homes({window("mon", "19:00", "23:00", "home"), window("mon", "23:00", "07:00", "mother"),
                                   window("tue", "07:00", "08:00", "home")})),
              "");
}

TEST(CurfewPlaces, a_curfew_may_ask_for_one_place_twice_at_once)
{
    EXPECT_EQ(faults_of(two_homes({window("mon", "19:00", "23:00", "home"), window("mon", "20:00", "07:00", "home"),
                                   window("wed", "20:00", "07:00", "mother")})),
              "");
}

TEST(CurfewPlaces, a_curfew_asks_for_one_place_at_a_time)
{
    EXPECT_EQ(
        faults_of(two_homes({window("tue", "06:00", "08:00", "mother"), window("mon", "19:00", "07:00", "home")})),
        "/orders/0/conditions/4/windows/1: asks for \"home\" while window 0 asks for \"mother\" at "
        "2026-01-06T06:00:00Z\n");
}

TEST(CurfewPlaces, two_places_at_once_on_one_night_of_the_year_are_found)
{
    // In autumn the second 01:15, where one window ends, comes after the first 01:20, where the other begins.
    EXPECT_EQ(
        faults_of(two_homes({window("sat", "19:00", "01:15", "home"), window("sun", "01:20", "07:00", "mother")})), "");
    json document = two_homes({window("sat", "19:00", "01:15", "home"), window("sun", "01:20", "07:00", "mother")});
    document["orders"][0]["ends"] = "2026-11-01T00:00:00Z";
    EXPECT_EQ(faults_of(document),
              "/orders/0/conditions/4/windows/1: asks for \"mother\" while window 0 asks for \"home\" at "
              "2026-10-25T00:20:00Z\n");
}

TEST(CurfewPlaces, an_order_without_an_end_is_looked_through_for_two_years)
{
    const auto on = [](const char* date, const char* place) {
        return json{{"dates", json::array({date})}, {"start", "10:00"}, {"end", "12:00"}, {"place", place}};
    };
    json document = two_homes({on("2027-12-30", "home"), on("2027-12-30", "mother")});
    document["orders"][0]["ends"] = nullptr;
    json beyond = two_homes({on("2028-02-30", "home"), on("2028-03-01", "mother"), on("2028-03-01", "home")});
    beyond["orders"][0]["conditions"][4]["windows"].erase(0);
    beyond["orders"][0]["ends"] = nullptr;

    EXPECT_TRUE(faults_of(document).starts_with("/orders/0/conditions/4/windows/1: asks for \"mother\""));
    EXPECT_EQ(faults_of(beyond), "");
}

TEST(CurfewPlaces, are_not_asked_about_where_the_zone_is_not_known)
{
    json document = two_homes({window("tue", "06:00", "08:00", "mother"), window("mon", "19:00", "07:00", "home")});
    document["orders"][0]["time_zone"] = "Europe/Camelot";

    EXPECT_EQ(faults_of(document), "/orders/0/time_zone: \"Europe/Camelot\" is not a known time zone\n");
}

TEST(CurfewPlaces, of_what_the_journal_took_once_are_never_refused_again)
{
    const json document =
        two_homes({window("tue", "06:00", "08:00", "mother"), window("mon", "19:00", "07:00", "home")});

    EXPECT_TRUE(read_order(document["orders"][0].dump()).has_value());
}

TEST(CurfewPlaces, of_many_windows_are_looked_through_in_no_time)
{
    json windows = json::array();
    for (int i = 0; i < 3000; ++i) {
        windows.push_back(window("mon", "19:00", "07:00", "home"));
    }
    windows.push_back(window("tue", "07:00", "19:00", "mother"));
    const auto began = std::chrono::steady_clock::now();

    EXPECT_EQ(faults_of(two_homes(windows)), "");
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{10});
}

}  // namespace
}  // namespace cordon::model
