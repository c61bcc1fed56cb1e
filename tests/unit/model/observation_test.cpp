// SPDX-License-Identifier: Apache-2.0
#include <cordon/model/observation_json.hpp>

#include <gtest/gtest.h>

namespace cordon::model {
namespace {

constexpr std::string_view example =
    R"({"device":"356307042441013","fix_time":"2026-03-29T00:59:30Z","received":"2026-03-29T00:59:32Z","valid":true,"lat":51.5,"lon":-0.12,"accuracy_m":8,"mechanism":"gnss","speed_kmh":3.1,"heading_deg":210,"altitude_m":20,"satellites":9,"hdop":0.9,"battery_pct":81})";

Observation observation_of(std::string_view line)
{
    auto read = read_observation_line(line);
    EXPECT_TRUE(read.has_value()) << (read.has_value() ? "" : read.error().what);
    return std::get<Observation>(std::move(read).value());
}

std::string fault_of(std::string_view line)
{
    const auto read = read_observation_line(line);
    return read.has_value() ? "" : read.error().what;
}

TEST(ObservationLine, the_example_of_the_interface_reads_and_writes_as_it_stands)
{
    const Observation read = observation_of(example);

    EXPECT_EQ(read.device.text, "356307042441013");
    EXPECT_EQ(read.fix_time, parse_utc("2026-03-29T00:59:30Z"));
    EXPECT_EQ(read.received, *parse_utc("2026-03-29T00:59:32Z"));
    EXPECT_EQ(read.position, Position::from_e7(515'000'000, -1'200'000));
    EXPECT_EQ(read.accuracy_m, 8);
    EXPECT_EQ(read.battery_pct, 81);
    EXPECT_EQ(to_json(read), example);
}

TEST(ObservationLine, what_is_absent_is_unknown)
{
    const Observation read = observation_of(R"({"device":"1","fix_time":"2026-03-29T00:59:30Z","lat":1,"lon":2})");

    EXPECT_TRUE(read.valid);
    EXPECT_EQ(read.received, read.fix_time);
    EXPECT_EQ(read.mechanism, Mechanism::gnss);
    EXPECT_EQ(read.accuracy_m, std::nullopt);
    EXPECT_EQ(read.speed_kmh, std::nullopt);
    EXPECT_EQ(read.event, std::nullopt);
}

TEST(ObservationLine, null_is_absent)
{
    const Observation read = observation_of(
        R"({"device":"1","fix_time":null,"received":"2026-03-29T00:59:30Z","lat":null,"lon":null,"speed_kmh":null,"event":"sos"})");

    EXPECT_EQ(read.fix_time, std::nullopt);
    EXPECT_EQ(read.position, std::nullopt);
    EXPECT_FALSE(read.valid);
    EXPECT_EQ(read.event, DeviceEvent::sos);
    EXPECT_EQ(to_json(read), R"({"device":"1","received":"2026-03-29T00:59:30Z","event":"sos"})");
}

TEST(ObservationLine, every_observation_reads_back_as_it_was_written)
{
    Observation one{.device = {"a\"\\é\n"}, .received = from_millis(1'767'225'600'123)};
    Observation two{.device = {"2"}, .fix_time = from_millis(1), .received = from_millis(2), .valid = false};
    two.position = Position::from_e7(-1, 1'799'999'999);
    two.mechanism = Mechanism::lbs;
    two.hdop = 0.1;
    two.altitude_m = -12.25;
    Observation three = two;
    three.valid = true;
    three.position.reset();
    three.event = DeviceEvent::fall;

    for (const Observation& observation : {one, two, three}) {
        EXPECT_EQ(observation_of(to_json(observation)), observation) << to_json(observation);
    }
}

TEST(ObservationLine, each_event_and_mechanism_has_its_name_both_ways)
{
    for (auto i = 0U; i <= static_cast<unsigned>(DeviceEvent::fall); ++i) {
        const auto event = static_cast<DeviceEvent>(i);
        EXPECT_EQ(device_event_named(to_string(event)), event);
    }
    for (auto i = 0U; i <= static_cast<unsigned>(Mechanism::lbs); ++i) {
        const auto mechanism = static_cast<Mechanism>(i);
        EXPECT_EQ(mechanism_named(to_string(mechanism)), mechanism);
    }
    EXPECT_EQ(device_event_named("SOS"), std::nullopt);
    EXPECT_EQ(mechanism_named(""), std::nullopt);
}

TEST(ObservationLine, says_what_is_wrong_and_what_would_be_right)
{
    const std::string time = R"("fix_time":"2026-03-29T00:59:30Z")";
    EXPECT_EQ(fault_of("{" + time + "}"), "/device: is missing; must be the device's id");
    EXPECT_EQ(fault_of(R"({"device":"1"})"), "/fix_time: is missing, and so is /received; one of them must be there");
    EXPECT_EQ(fault_of(R"({"device":"1","fix_time":"now"})"),
              "/fix_time: is \"now\"; must be a time such as 2026-03-29T00:59:30Z");
    EXPECT_EQ(fault_of(R"({"device":"1","lat":91,"lon":0,)" + time + "}"),
              "/lat: is 91; must be a number from -90 to 90");
    EXPECT_EQ(fault_of(R"({"device":"1","lat":9,)" + time + "}"), "/lon: is missing; a position has both lat and lon");
    EXPECT_EQ(fault_of(R"({"device":"1","lat":"9","lon":0,)" + time + "}"),
              "/lat: is \"9\"; must be a number from -90 to 90");
    EXPECT_EQ(fault_of(R"({"device":"1","event":"boom",)" + time + "}"),
              "/event: is \"boom\"; must be a device event such as strap_open");
    EXPECT_EQ(fault_of(R"({"device":"1","battery_pct":81.5,)" + time + "}"),
              "/battery_pct: is 81.5; must be a whole number from 0 to 100");
    EXPECT_EQ(fault_of(R"({"device":"1","valid":1,)" + time + "}"), "/valid: is 1; must be true or false");
    EXPECT_TRUE(fault_of(R"({"device":"1","latitude":1,)" + time + "}").starts_with("/latitude: unknown key; known"));
}

TEST(ObservationLine, a_device_without_a_fix_may_say_any_place)
{
    const Observation read =
        observation_of(R"({"device":"1","fix_time":"2026-03-29T00:59:30Z","valid":false,"lat":91,"lon":181})");

    EXPECT_FALSE(read.valid);
    EXPECT_EQ(read.position, std::nullopt);
}

TEST(ObservationLine, a_tick_stands_alone)
{
    const auto tick = read_observation_line(R"({"tick":"2026-03-29T01:00:00+01:00"})").value();

    EXPECT_EQ(std::get<Tick>(tick).at, *parse_utc("2026-03-29T00:00:00Z"));
    EXPECT_EQ(fault_of(R"({"tick":"2026-03-29T01:00:00Z","device":"1"})"),
              "/tick: stands beside other keys; a tick stands alone");
    EXPECT_EQ(fault_of(R"({"tick":null})"), "/tick: is null; must be a time such as 2026-03-29T00:59:30Z");
}

TEST(Observation, a_resent_copy_has_the_same_content)
{
    const Observation first{.device = {"1"}, .fix_time = from_millis(5), .received = from_millis(6)};
    Observation again = first;
    again.received = from_millis(60'000);
    Observation other = first;
    other.event = DeviceEvent::sos;

    EXPECT_TRUE(same_content(first, again));
    EXPECT_FALSE(same_content(first, other));
}

}  // namespace
}  // namespace cordon::model
