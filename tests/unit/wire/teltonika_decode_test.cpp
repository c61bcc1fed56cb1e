// SPDX-License-Identifier: Apache-2.0
#include "frame_file.hpp"

#include <cordon/wire/teltonika.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace cordon::wire {
namespace {

using model::DeviceEvent;
using test::frame;

UtcTime at(const char* text)
{
    return parse_utc(text).value();
}

const UtcTime receipt = at("2026-01-10T00:00:00Z");

/// A registered tag whose strap loop hangs on input 1: 0 is open.
model::Device tag()
{
    return {.id = {"356000000000017"}, .strap_input = model::StrapInput{.io = 1, .open = 0}};
}

Decoded decoded(const Dialect& dialect, const Bytes& bytes, const model::Device& device = tag())
{
    auto read = dialect.decode(bytes, device, receipt);
    EXPECT_TRUE(read) << (read ? "" : to_string(read.error()));
    return read ? std::move(read.value()) : Decoded{};
}

Decoded decoded(const std::string& name)
{
    return decoded(teltonika::over_tcp(), frame(name));
}

/// One record with a fix that nothing is wrong with.
teltonika::AvlRecord good_record()
{
    return {.at = at("2026-01-05T10:00:00Z"),
            .position = model::Position::from_e7(515'074'000, -1'278'000).value(),
            .satellites = 9};
}

model::Observation observed(const teltonika::AvlRecord& record, const model::Device& device = tag())
{
    const std::vector<teltonika::AvlRecord> records{record};
    const Decoded read = decoded(teltonika::over_tcp(), packet(teltonika::Codec::codec8, records), device);
    EXPECT_EQ(read.observations.size(), 1U);
    return read.observations.empty() ? model::Observation{} : read.observations.front();
}

TEST(TeltonikaDecode, a_fix_of_codec_8_is_read_whole)
{
    const Decoded read = decoded("teltonika_codec8_fix");

    const model::Observation expected{.device = {"356000000000017"},
                                      .fix_time = at("2026-01-05T10:00:00Z"),
                                      .received = receipt,
                                      .valid = true,
                                      .position = model::Position::from_e7(515'074'000, -1'278'000),
                                      .speed_kmh = 3,
                                      .heading_deg = 210,
                                      .altitude_m = 20,
                                      .satellites = 9,
                                      .hdop = 0.9,
                                      .battery_pct = 81};
    EXPECT_EQ(read.outcome, Outcome::fix);
    ASSERT_EQ(read.observations.size(), 1U);
    EXPECT_EQ(read.observations.front(), expected);
    EXPECT_EQ(read.reply, (Bytes{0, 0, 0, 1}));
}

TEST(TeltonikaDecode, a_strap_that_opens_indoors_is_told_without_a_fix)
{
    const Decoded read = decoded("teltonika_codec8e_strap_opened_indoors");

    ASSERT_EQ(read.observations.size(), 1U);
    EXPECT_EQ(read.observations[0].event, DeviceEvent::strap_open);
    EXPECT_FALSE(read.observations[0].valid);
    EXPECT_EQ(read.observations[0].fix_time, at("2026-01-05T23:41:07.250Z"));
    EXPECT_EQ(read.observations[0].hdop, std::nullopt) << "a dilution of 0 would be a radius of 0";
    EXPECT_EQ(read.observations[0].battery_pct, 40);
}

TEST(TeltonikaDecode, codec_16_tells_that_the_power_was_pulled)
{
    const Decoded read = decoded("teltonika_codec16_unplugged");

    ASSERT_EQ(read.observations.size(), 1U);
    EXPECT_EQ(read.observations[0].event, DeviceEvent::power_disconnected);
    EXPECT_TRUE(read.observations[0].valid);
    EXPECT_EQ(read.observations[0].position, model::Position::from_e7(514'613'000, -1'156'000));
}

TEST(TeltonikaDecode, an_sos_without_a_place_is_kept_and_no_place_invented)
{
    const Decoded read = decoded("teltonika_codec7_sos_without_place");

    EXPECT_EQ(read.outcome, Outcome::status);
    ASSERT_EQ(read.observations.size(), 1U);
    EXPECT_EQ(read.observations[0].event, DeviceEvent::sos);
    EXPECT_EQ(read.observations[0].position, std::nullopt);
    EXPECT_FALSE(read.observations[0].valid);
    EXPECT_EQ(read.observations[0].fix_time, at("2026-01-06T22:15:30Z"));
    EXPECT_EQ(read.observations[0].battery_pct, 95);
}

TEST(TeltonikaDecode, codec_7_counts_from_2007_and_has_the_latitude_first)
{
    const Decoded read = decoded("teltonika_codec7_fix");

    ASSERT_EQ(read.observations.size(), 1U);
    EXPECT_EQ(read.observations[0].position, model::Position::from_degrees(51.5, -0.125));
    EXPECT_EQ(read.observations[0].fix_time, at("2026-01-06T22:16:00Z"));
    EXPECT_EQ(read.observations[0].heading_deg, 180);
    EXPECT_EQ(read.observations[0].hdop, 1.2);
    EXPECT_TRUE(read.observations[0].valid);
}

TEST(TeltonikaDecode, a_backlog_keeps_the_order_it_came_in)
{
    const Decoded read = decoded("teltonika_codec8_backlog_newest_first");

    ASSERT_EQ(read.observations.size(), 4U);
    EXPECT_EQ(read.observations[0].fix_time, at("2026-01-07T09:03:00Z"));
    EXPECT_EQ(read.observations[3].fix_time, at("2026-01-07T09:00:00Z"));
    EXPECT_EQ(read.reply, (Bytes{0, 0, 0, 4}));
}

TEST(TeltonikaDecode, three_events_at_once_are_three_observations_and_only_the_first_has_the_place)
{
    const Decoded read = decoded("teltonika_codec8_panic_after_reboot");

    ASSERT_EQ(read.observations.size(), 3U);
    EXPECT_EQ(read.observations[0].event, DeviceEvent::sos);
    EXPECT_EQ(read.observations[1].event, DeviceEvent::strap_open);
    EXPECT_EQ(read.observations[2].event, DeviceEvent::jamming);
    EXPECT_TRUE(
        std::none_of(read.observations.begin(), read.observations.end(), [](const auto& o) { return o.valid; }));
    EXPECT_EQ(read.observations[1].position, std::nullopt);
    EXPECT_EQ(read.reply, (Bytes{0, 0, 0, 1})) << "the tag waits for the number of its records";
}

TEST(TeltonikaDecode, a_fifth_group_is_read_where_the_device_is_known_to_have_one)
{
    model::Device old = tag();
    old.io16_group = true;

    const Decoded read = decoded(teltonika::over_tcp(), frame("teltonika_codec8_sixteen_byte_group"), old);
    const auto without = teltonika::over_tcp().decode(frame("teltonika_codec8_sixteen_byte_group"), tag(), receipt);

    EXPECT_EQ(read.observations.at(0).battery_pct, 50);
    EXPECT_FALSE(without);
}

TEST(TeltonikaDecode, messages_are_kept_and_get_no_answer)
{
    for (const char* name : {"teltonika_codec12_answer", "teltonika_codec13_message", "teltonika_codec14_refusal"}) {
        const Decoded read = decoded(name);
        EXPECT_EQ(read, (Decoded{.outcome = Outcome::status})) << name;
    }
}

TEST(TeltonikaDecode, a_datagram_is_answered_with_both_its_numbers)
{
    const Bytes bytes = frame("teltonika_udp_two_fixes");
    const Decoded read = decoded(teltonika::over_udp(), bytes);

    EXPECT_EQ(teltonika::over_udp().identify(bytes).value(), DeviceId{"356000000000017"});
    EXPECT_EQ(read.observations.size(), 2U);
    EXPECT_EQ(to_hex(read.reply), "0005beef010702");
}

TEST(TeltonikaDecode, a_datagram_of_one_tag_is_never_read_as_anothers)
{
    const auto read =
        teltonika::over_udp().decode(frame("teltonika_udp_two_fixes"), {.id = {"356000000000025"}}, receipt);

    ASSERT_FALSE(read);
    EXPECT_EQ(read.error(), WireError::identity);
}

TEST(TeltonikaDecode, a_login_of_anything_but_digits_is_refused)
{
    for (const char* text : {"35600000000001'", "3560000000 0017", "356000000000\r\n1", "1234567"}) {
        const Bytes login = teltonika::login(text);
        const auto who = teltonika::over_tcp().identify(login);
        ASSERT_FALSE(who) << text;
        EXPECT_EQ(teltonika::over_tcp().refusal(login, who.error()), Bytes{0});
    }
}

TEST(TeltonikaDecode, one_flipped_bit_anywhere_in_the_packet_is_refused)
{
    const Bytes good = frame("teltonika_codec8_fix");
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        Bytes bad = good;
        bad[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        const Framing cut = teltonika::over_tcp().next_frame(bad);
        const bool taken = cut.kind == Framing::Kind::frame && cut.size == bad.size() &&
                           !teltonika::over_tcp().is_login(bad) &&
                           teltonika::over_tcp().decode(bad, tag(), receipt).has_value();
        EXPECT_FALSE(taken) << "bit " << bit;
    }
}

TEST(TeltonikaDecode, a_damaged_packet_is_answered_with_zero_so_that_the_tag_sends_it_again)
{
    Bytes bad = frame("teltonika_codec8_fix");
    bad[20] ^= 1U;

    const auto read = teltonika::over_tcp().decode(bad, tag(), receipt);

    ASSERT_FALSE(read);
    EXPECT_EQ(read.error(), WireError::crc);
    EXPECT_EQ(teltonika::over_tcp().refusal(bad, read.error()), (Bytes{0, 0, 0, 0}));
}

TEST(TeltonikaDecode, a_packet_cut_short_anywhere_is_refused)
{
    for (const char* name : {"teltonika_codec8_fix", "teltonika_codec8e_strap_opened_indoors",
                             "teltonika_codec16_unplugged", "teltonika_codec7_fix", "teltonika_codec12_answer"}) {
        const Bytes whole = frame(name);
        for (std::size_t size = 8; size < whole.size(); ++size) {
            EXPECT_FALSE(teltonika::over_tcp().decode(ByteView{whole}.first(size), tag(), receipt)) << name << size;
        }
    }
}

TEST(TeltonikaDecode, a_datagram_cut_short_anywhere_is_refused)
{
    const Bytes whole = frame("teltonika_udp_two_fixes");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(teltonika::over_udp().decode(ByteView{whole}.first(size), tag(), receipt)) << size;
    }
}

TEST(TeltonikaDecode, without_satellites_the_place_is_an_old_one)
{
    auto record = good_record();
    record.satellites = 0;

    EXPECT_FALSE(observed(record).valid);
    EXPECT_EQ(observed(record).position, record.position);
}

TEST(TeltonikaDecode, zero_zero_is_no_fix_even_with_satellites)
{
    auto record = good_record();
    record.position = {};

    EXPECT_FALSE(observed(record).valid);
}

TEST(TeltonikaDecode, an_impossible_speed_or_angle_makes_the_fix_invalid_and_is_not_passed_on)
{
    auto fast = good_record();
    fast.speed_kmh = 0xFFFF;
    auto turned = good_record();
    turned.heading_deg = 361;

    EXPECT_FALSE(observed(fast).valid);
    EXPECT_EQ(observed(fast).speed_kmh, std::nullopt);
    EXPECT_FALSE(observed(turned).valid);
    EXPECT_EQ(observed(turned).heading_deg, std::nullopt);
}

TEST(TeltonikaDecode, a_latitude_of_91_is_no_position_and_costs_no_event)
{
    auto record = good_record();
    record.priority = 2;
    Bytes data = teltonika::datagram(teltonika::Codec::codec8, "356000000000017", 1, 1, std::vector{record});
    const Bytes latitude_91{0x36, 0x3D, 0x7F, 0x80};
    std::copy(latitude_91.begin(), latitude_91.end(), data.begin() + 23 + 2 + 13);  // no checksum over UDP

    const Decoded read = decoded(teltonika::over_udp(), data);

    ASSERT_EQ(read.observations.size(), 1U);
    EXPECT_EQ(read.observations[0].position, std::nullopt);
    EXPECT_FALSE(read.observations[0].valid);
    EXPECT_EQ(read.observations[0].event, DeviceEvent::sos);
}

TEST(TeltonikaDecode, a_time_no_receiver_can_have_meant_is_no_time_and_no_fix)
{
    for (const std::int64_t millis : {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1},
                                      std::int64_t{253'402'300'800'000}, std::numeric_limits<std::int64_t>::min()}) {
        auto record = good_record();
        record.at = from_millis(millis);
        EXPECT_EQ(observed(record).fix_time, std::nullopt) << millis;
        EXPECT_FALSE(observed(record).valid) << millis;
    }
}

TEST(TeltonikaDecode, a_future_time_is_left_to_the_engine)
{
    auto record = good_record();
    record.at = at("2100-01-01T00:00:00Z");

    EXPECT_EQ(observed(record).fix_time, record.at);
    EXPECT_TRUE(observed(record).valid);
}

TEST(TeltonikaDecode, a_clock_known_to_be_ahead_is_put_right)
{
    model::Device ahead = tag();
    ahead.clock_offset_min = 60;

    EXPECT_EQ(observed(good_record(), ahead).fix_time, at("2026-01-05T09:00:00Z"));
}

TEST(TeltonikaDecode, an_unknown_dilution_is_absent)
{
    auto record = good_record();
    record.io = {{.id = 182, .width = 2, .value = 0xFFFF}};

    EXPECT_EQ(observed(record).hdop, std::nullopt);
}

TEST(TeltonikaDecode, a_strap_that_is_closed_is_told_each_time_but_never_in_place_of_an_event)
{
    auto quiet = good_record();
    quiet.io = {{.id = 1, .width = 1, .value = 1}};
    auto panic = quiet;
    panic.priority = 2;

    EXPECT_EQ(observed(quiet).event, DeviceEvent::strap_closed);
    EXPECT_EQ(observed(panic).event, DeviceEvent::sos);
}

TEST(TeltonikaDecode, a_record_that_repeats_that_all_is_well_reports_nothing)
{
    auto periodic = good_record();
    periodic.io = {{.id = 252, .width = 1, .value = 0}, {.id = 249, .width = 1, .value = 0}};
    auto plugged = periodic;
    plugged.event_io = 252;
    auto clear = periodic;
    clear.event_io = 249;

    EXPECT_EQ(observed(periodic).event, std::nullopt);
    EXPECT_EQ(observed(plugged).event, DeviceEvent::power_connected);
    EXPECT_EQ(observed(clear).event, DeviceEvent::jamming_end);
}

TEST(TeltonikaDecode, inputs_without_a_mapping_say_nothing_of_the_strap)
{
    auto record = good_record();
    record.io = {{.id = 1, .width = 1, .value = 0}};

    EXPECT_EQ(observed(record, {.id = {"356000000000017"}}).event, std::nullopt);
}

}  // namespace
}  // namespace cordon::wire
