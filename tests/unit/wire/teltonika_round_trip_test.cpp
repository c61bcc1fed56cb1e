// SPDX-License-Identifier: Apache-2.0
#include <cordon/wire/teltonika.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace cordon::wire {
namespace {

using teltonika::AvlRecord;
using teltonika::Codec;

const model::Device tag{.id = {"356000000000017"}};
const UtcTime receipt = parse_utc("2026-01-10T00:00:00Z").value();

std::vector<teltonika::Io> some_io()
{
    std::vector<teltonika::Io> out;
    const auto count = *rc::gen::inRange(0, 6);
    for (int i = 0; i < count; ++i) {
        const auto width = *rc::gen::element<std::uint8_t>(1, 2, 4, 8);
        const auto all_ones = width == 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8U * width)) - 1;
        out.push_back({.id = *rc::gen::inRange<std::uint16_t>(2, 100),  // none that means an event here
                       .width = width,
                       .value = *rc::gen::arbitrary<std::uint64_t>() & all_ones});
    }
    return out;
}

AvlRecord some_record()
{
    const auto lat = *rc::gen::inRange<std::int64_t>(-900'000'000, 900'000'001);
    const auto lon = *rc::gen::inRange<std::int64_t>(-1'800'000'000, 1'800'000'001);
    return {.at = from_millis(*rc::gen::inRange<std::int64_t>(315'964'800'000, 4'102'444'800'000)),
            .priority = *rc::gen::inRange<std::uint8_t>(0, 2),
            .position = model::Position::from_e7(lat, lon).value(),
            .altitude_m = *rc::gen::arbitrary<std::int16_t>(),
            .heading_deg = *rc::gen::inRange<std::uint16_t>(0, 361),
            .satellites = *rc::gen::arbitrary<std::uint8_t>(),
            .speed_kmh = *rc::gen::inRange<std::uint16_t>(0, 0xFFFF),
            .io = some_io(),
            .variable = {{.id = 385, .value = *rc::gen::arbitrary<Bytes>()}}};
}

std::vector<AvlRecord> some_records()
{
    std::vector<AvlRecord> out(*rc::gen::inRange<std::size_t>(1, 20));
    for (AvlRecord& record : out) {
        record = some_record();
    }
    return out;
}

model::Observation meant_by(const AvlRecord& record)
{
    return {.device = tag.id,
            .fix_time = record.at,
            .received = receipt,
            .valid = record.satellites > 0 && record.position != model::Position{},
            .position = record.position,
            .speed_kmh = record.speed_kmh,
            .heading_deg = record.heading_deg,
            .altitude_m = record.altitude_m,
            .satellites = record.satellites};
}

void expect_meant(const Result<Decoded, WireError>& read, const std::vector<AvlRecord>& records)
{
    RC_ASSERT(read.has_value());
    RC_ASSERT(read.value().observations.size() == records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
        RC_ASSERT(read.value().observations[i] == meant_by(records[i]));
    }
}

TEST(TeltonikaRoundTrip, what_a_tag_packs_over_tcp_is_what_is_read)
{
    EXPECT_TRUE(rc::check([] {
        const auto records = some_records();
        const auto codec = *rc::gen::element(Codec::codec8, Codec::codec8e, Codec::codec16);
        const Bytes bytes = packet(codec, records);

        const Framing cut = teltonika::over_tcp().next_frame(bytes);
        RC_ASSERT(cut.kind == Framing::Kind::frame);
        RC_ASSERT(cut.size == bytes.size());
        const auto read = teltonika::over_tcp().decode(bytes, tag, receipt);
        expect_meant(read, records);
        RC_ASSERT(read.value().reply == teltonika::acknowledgement(static_cast<std::uint32_t>(records.size())));
    }));
}

TEST(TeltonikaRoundTrip, what_a_tag_packs_over_udp_is_what_is_read_and_the_answer_reads_back)
{
    EXPECT_TRUE(rc::check([] {
        const auto records = some_records();
        const auto packet_id = *rc::gen::arbitrary<std::uint16_t>();
        const auto avl_id = *rc::gen::arbitrary<std::uint8_t>();
        const Bytes bytes = datagram(Codec::codec8e, tag.id.text, packet_id, avl_id, records);

        const auto read = teltonika::over_udp().decode(bytes, tag, receipt);
        expect_meant(read, records);
        const teltonika::DatagramAnswer expected{
            .packet_id = packet_id, .avl_packet_id = avl_id, .records = static_cast<std::uint8_t>(records.size())};
        RC_ASSERT(teltonika::read_datagram_answer(read.value().reply).value() == expected);
    }));
}

TEST(TeltonikaRoundTrip, codec_7_keeps_what_it_can_say)
{
    const AvlRecord record{.at = parse_utc("2026-03-29T00:59:30Z").value(),
                           .priority = 1,
                           .position = model::Position::from_e7(515'000'000, -1'250'000).value(),
                           .altitude_m = 20,
                           .heading_deg = 180,
                           .satellites = 9,
                           .speed_kmh = 33,
                           .io = {{.id = 1, .width = 1, .value = 81}, {.id = 20, .width = 1, .value = 12}}};

    const auto read = teltonika::over_tcp().decode(packet(Codec::codec7, std::vector{record}), tag, receipt);

    auto expected = meant_by(record);
    expected.battery_pct = 81;
    expected.hdop = 1.2;
    ASSERT_TRUE(read);
    ASSERT_EQ(read.value().observations.size(), 1U);
    EXPECT_EQ(read.value().observations[0], expected);
}

TEST(TeltonikaRoundTrip, a_full_packet_of_255_records_is_read)
{
    const std::vector<AvlRecord> records(255, AvlRecord{.at = receipt, .satellites = 4});

    const auto read = teltonika::over_tcp().decode(packet(Codec::codec8, records), tag, receipt);

    ASSERT_TRUE(read);
    EXPECT_EQ(read.value().observations.size(), 255U);
    EXPECT_EQ(to_hex(read.value().reply), "000000ff");
}

TEST(TeltonikaRoundTrip, messages_are_cut_and_read_as_messages)
{
    for (const Bytes& bytes : {teltonika::message(5, "getinfo"), teltonika::timed_message(6, receipt, "hello")}) {
        EXPECT_EQ(teltonika::over_tcp().next_frame(bytes).size, bytes.size());
        EXPECT_EQ(teltonika::over_tcp().decode(bytes, tag, receipt).value(), (Decoded{.outcome = Outcome::status}));
    }
    EXPECT_EQ(to_hex(teltonika::message(5, "getinfo")), "000000000000000f0c010500000007676574696e666f0100004312");
}

TEST(TeltonikaRoundTrip, any_bytes_at_all_are_read_or_refused)
{
    EXPECT_TRUE(rc::check([](const Bytes& bytes) {
        const Framing cut = teltonika::over_tcp().next_frame(bytes);
        RC_ASSERT(cut.size <= bytes.size());
        (void)teltonika::over_tcp().identify(bytes);
        (void)teltonika::over_tcp().decode(bytes, tag, receipt);
        const auto read = teltonika::over_udp().decode(bytes, tag, receipt);
        RC_ASSERT(!read || teltonika::over_udp().identify(bytes).has_value());
    }));
}

}  // namespace
}  // namespace cordon::wire
