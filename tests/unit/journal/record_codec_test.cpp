// SPDX-License-Identifier: Apache-2.0
#include "change_codec.hpp"

#include <cordon/journal/record_codec.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cordon::journal {
namespace {

template <class Enum>
rc::Gen<Enum> any_up_to(Enum highest)
{
    return rc::gen::map(rc::gen::inRange(0, static_cast<int>(highest) + 1), [](int n) { return static_cast<Enum>(n); });
}

rc::Gen<UtcTime> any_time()
{
    return rc::gen::map(rc::gen::arbitrary<std::int64_t>(), [](std::int64_t millis) { return from_millis(millis); });
}

rc::Gen<model::Position> any_position()
{
    return rc::gen::apply([](int lat, int lon) { return *model::Position::from_e7(lat, lon); },
                          rc::gen::inRange(-900'000'000, 900'000'001), rc::gen::inRange(-1'800'000'000, 1'800'000'001));
}

rc::Gen<double> any_number()
{
    return rc::gen::oneOf(
        rc::gen::arbitrary<double>(), rc::gen::cast<double>(rc::gen::arbitrary<std::int64_t>()),
        rc::gen::element(0.0, -0.0, 0.1, 1e15, -1e15, 1e300, 5e-324, std::numeric_limits<double>::infinity()));
}

rc::Gen<std::string> any_text()
{
    return rc::gen::string<std::string>();
}

template <class Made>
rc::Gen<std::optional<Made>> maybe(rc::Gen<Made> gen)
{
    return rc::gen::oneOf(rc::gen::just(std::optional<Made>{}),
                          rc::gen::map(std::move(gen), [](Made made) { return std::optional<Made>{std::move(made)}; }));
}

model::Observation any_observation(const model::FrameRecord& frame)
{
    model::Observation o;
    o.device = *rc::gen::oneOf(rc::gen::just(frame.device),
                               rc::gen::map(any_text(), [](std::string text) { return DeviceId{std::move(text)}; }));
    o.fix_time = *maybe(any_time());
    o.received = *rc::gen::oneOf(rc::gen::just(frame.received), any_time());
    o.valid = *rc::gen::arbitrary<bool>();
    o.position = *maybe(any_position());
    o.accuracy_m = *maybe(any_number());
    o.mechanism = *any_up_to(model::Mechanism::lbs);
    o.speed_kmh = *maybe(any_number());
    o.heading_deg = *maybe(any_number());
    o.altitude_m = *maybe(any_number());
    o.satellites = *maybe(rc::gen::arbitrary<std::uint16_t>());
    o.hdop = *maybe(any_number());
    o.battery_pct = *maybe(rc::gen::arbitrary<std::uint8_t>());
    o.event = *maybe(any_up_to(model::DeviceEvent::fall));
    return o;
}

model::Record any_frame()
{
    model::FrameRecord frame{.device = {*any_text()},
                             .protocol = *any_up_to(model::Protocol::feeder),
                             .peer = *any_text(),
                             .received = *any_time(),
                             .raw = *rc::gen::arbitrary<Bytes>()};
    const int count = *rc::gen::inRange(0, 5);
    for (int i = 0; i < count; ++i) {
        frame.observations.push_back(any_observation(frame));
    }
    return {.at = *any_time(), .body = std::move(frame)};
}

model::Record any_other()
{
    const model::Body bodies[] = {
        model::TickRecord{},
        model::OrderRecord{.json = *any_text(), .by = {*any_text()}},
        model::DeviceRecord{.json = *any_text(), .by = {*any_text()}},
        model::TokenRecord{.id = *any_text(),
                           .name = *any_text(),
                           .role = *any_text(),
                           .sha256 = *any_text(),
                           .expires = *maybe(any_time()),
                           .revoked = *rc::gen::arbitrary<bool>(),
                           .by = {*any_text()}},
        model::ActionRecord{.incident = {*any_text()}, .what = *any_text(), .detail = *any_text(), .by = {*any_text()}},
        model::StartRecord{.version = *any_text()},
    };
    return {.at = *any_time(), .body = bodies[*rc::gen::inRange<std::size_t>(0, std::size(bodies))]};
}

model::EpisodeChange any_change()
{
    model::Episode e{.id = {*any_text()},
                     .kind = *any_up_to(model::EpisodeKind::clock_fault),
                     .state = *any_up_to(model::EpisodeState::confirmed),
                     .al_code = *maybe(any_up_to(model::AlCode::al12)),
                     .severity = *any_up_to(model::Severity::info),
                     .started = *any_time(),
                     .ended = *maybe(any_time()),
                     .detected = *any_time(),
                     .late = *rc::gen::arbitrary<bool>(),
                     .revision = *rc::gen::arbitrary<std::uint32_t>(),
                     .change = *any_up_to(model::Change::withdrawn),
                     .reason = *any_text(),
                     .rule_version = *rc::gen::arbitrary<std::uint32_t>()};
    if (*rc::gen::arbitrary<bool>()) {
        e.order = OrderId{*any_text()};
        e.condition = ConditionId{*any_text()};
    }
    if (*rc::gen::arbitrary<bool>()) {
        e.device = DeviceId{*any_text()};
    }
    const int count = *rc::gen::inRange(0, 4);
    for (int i = 0; i < count; ++i) {
        e.evidence.push_back({.device = {*any_text()},
                              .fix_time = *any_time(),
                              .position = *any_position(),
                              .accuracy_m = *any_number(),
                              .distance_mm = *rc::gen::arbitrary<std::int64_t>()});
    }
    return {.id = {.offset = {*rc::gen::arbitrary<std::uint64_t>()}, .index = *rc::gen::arbitrary<std::uint32_t>()},
            .episode = std::move(e)};
}

template <class Thing>
Bytes bytes_of(const Thing& thing)
{
    Bytes bytes;
    encode(thing, bytes);
    return bytes;
}

RC_GTEST_PROP(RecordCodec, a_frame_comes_back_as_it_was, ())
{
    const model::Record record = any_frame();
    const auto back = decode(bytes_of(record));
    RC_ASSERT(back.has_value());
    RC_ASSERT(back.value() == record);
}

RC_GTEST_PROP(RecordCodec, every_other_record_comes_back_as_it_was, ())
{
    const model::Record record = any_other();
    const auto back = decode(bytes_of(record));
    RC_ASSERT(back.has_value());
    RC_ASSERT(back.value() == record);
}

RC_GTEST_PROP(RecordCodec, a_change_comes_back_as_it_was, ())
{
    const model::EpisodeChange change = any_change();
    const Bytes bytes = bytes_of(change);
    const auto back = decode_change(bytes);
    RC_ASSERT(back.has_value());
    RC_ASSERT(back.value() == change);
    RC_ASSERT(decode_stream_id(bytes) == change.id);
}

RC_GTEST_PROP(RecordCodec, bytes_cut_short_or_left_over_are_refused, ())
{
    const model::Record record = any_frame();
    Bytes bytes = bytes_of(record);
    for (std::size_t n = 0; n < bytes.size(); ++n) {
        RC_ASSERT(!decode(Bytes{bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n)}).has_value());
    }
    bytes.push_back(0);
    RC_ASSERT(!decode(bytes).has_value());
}

RC_GTEST_PROP(RecordCodec, any_bytes_are_read_or_refused_and_what_is_read_means_the_same_again, ())
{
    Bytes bytes = bytes_of(any_frame());
    const auto changes = *rc::gen::inRange(1, 4);
    for (int i = 0; i < changes; ++i) {
        bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<std::uint8_t>();
    }
    const auto read = decode(bytes);
    if (read.has_value()) {
        const Bytes again = bytes_of(read.value());
        RC_ASSERT(bytes_of(decode(again).value()) == again);
    }
}

TEST(RecordCodec, numbers_come_back_bit_for_bit)
{
    for (const double number : {0.0, -0.0, 1.0, -1.0, 0.1, 12.5, 1e15, 999'999'999'999'999.0, -1e15, 1e300,
                                std::numeric_limits<double>::quiet_NaN()}) {
        model::Record record{.at = {}, .body = model::FrameRecord{}};
        std::get<model::FrameRecord>(record.body).observations.push_back({.speed_kmh = number});
        const auto back = decode(bytes_of(record));
        ASSERT_TRUE(back.has_value());
        const double read = *std::get<model::FrameRecord>(back.value().body).observations.at(0).speed_kmh;

        EXPECT_EQ(std::bit_cast<std::uint64_t>(read), std::bit_cast<std::uint64_t>(number)) << number;
    }
}

TEST(RecordCodec, a_fix_of_a_tag_takes_some_seventy_bytes_beside_its_raw_ones)
{
    const UtcTime now = from_millis(1'767'000'000'000);
    model::FrameRecord frame{.device = {"356307042571001"}, .peer = "127.0.0.1:40312", .received = now};
    frame.observations.push_back({.device = frame.device,
                                  .fix_time = now - Millis{1500},
                                  .received = now,
                                  .position = model::Position::from_e7(515'000'000, -1'200'000),
                                  .speed_kmh = 4,
                                  .heading_deg = 271,
                                  .altitude_m = 35,
                                  .satellites = 9});

    EXPECT_LT(bytes_of(model::Record{.at = now, .body = frame}).size(), 75U);
}

TEST(RecordCodec, refuses_another_format_with_its_number)
{
    Bytes bytes = bytes_of(model::Record{.at = {}, .body = model::TickRecord{}});
    bytes[0] = 9;

    const auto read = decode(bytes);
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().what, "the record has format 9; this release reads format 1");
}

TEST(RecordCodec, refuses_a_change_of_the_format_that_had_no_device_so_that_the_feed_is_made_again)
{
    Bytes bytes = bytes_of(model::EpisodeChange{.id = {.offset = {7}}, .episode = {.id = {"e1"}}});
    bytes[0] = 1;

    const auto read = decode_change(bytes);
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().what, "the change has format 1; this release reads format 2");
    EXPECT_EQ(decode_stream_id(bytes), std::nullopt);
}

TEST(RecordCodec, a_count_that_the_bytes_cannot_hold_is_refused_before_room_is_made_for_it)
{
    Bytes bytes = bytes_of(model::Record{.at = {}, .body = model::FrameRecord{}});
    bytes.pop_back();  // the count of observations, 0
    bytes.insert(bytes.end(), {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01});

    EXPECT_FALSE(decode(bytes).has_value());
}

}  // namespace
}  // namespace cordon::journal
