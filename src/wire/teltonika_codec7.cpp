// SPDX-License-Identifier: Apache-2.0
#include "teltonika_avl.hpp"

#include <cstddef>

namespace cordon::wire::teltonika {

namespace {

constexpr std::int64_t year_2007_s = 1'167'609'600;  // 2007-01-01T00:00:00Z

bool has(std::uint8_t mask, unsigned bit) noexcept
{
    return ((mask >> bit) & 1U) != 0;
}

Result<void, WireError> read_gps_element(ByteReader& in, RawRecord& out)
{
    CORDON_TRY(const auto mask, in.u8());
    if (has(mask, 0)) {
        CORDON_TRY(const auto lat, in.f32());
        CORDON_TRY(const auto lon, in.f32());
        out.position = model::Position::from_degrees(lat, lon);
    }
    if (has(mask, 1)) {
        CORDON_TRY(const auto altitude, in.u16());
        out.altitude_m = altitude;
    }
    if (has(mask, 2)) {
        CORDON_TRY(const auto angle, in.u8());
        out.heading_deg = angle * 360.0 / 256.0;
    }
    if (has(mask, 3)) {
        CORDON_TRY(const auto speed, in.u8());
        out.speed_kmh = speed;
    }
    if (has(mask, 4)) {
        CORDON_TRY(out.satellites, in.u8());
    }
    // Cell, signal and operator: in the raw bytes.
    CORDON_CHECK(in.take((has(mask, 5) ? 4U : 0U) + (has(mask, 6) ? 1U : 0U) + (has(mask, 7) ? 4U : 0U)));
    return done();
}

void keep_io(std::uint8_t id, std::uint64_t value, const model::Device& device, RawRecord& out)
{
    switch (id) {
        case 1:
            out.battery_pct = value;
            break;
        case 20:
            out.hdop_tenths = value;
            break;
        case 222:
            out.panic = value == 1 ? 1 : 0;
            break;
        default:
            break;
    }
    if (device.strap_input && device.strap_input->io == id) {
        out.strap = value;
    }
}

Result<void, WireError> read_group(ByteReader& in, std::size_t width, const model::Device& device, RawRecord& out)
{
    CORDON_TRY(const auto count, in.u8());
    for (unsigned i = 0; i < count; ++i) {
        CORDON_TRY(const auto id, in.u8());
        CORDON_TRY(const auto value, in.number(width));
        keep_io(id, value, device, out);
    }
    return done();
}

}  // namespace

Result<RawRecord, WireError> read_codec7_record(ByteReader& in, const model::Device& device)
{
    RawRecord out;
    CORDON_TRY(const auto stamp, in.u32());
    CORDON_TRY(const auto mask, in.u8());
    out.priority = static_cast<std::uint8_t>(stamp >> 30U);
    const std::int64_t seconds = stamp & 0x3FFF'FFFFU;
    if (seconds != 0) {  // 0: a clock that was never set
        out.time_ms = (year_2007_s + seconds) * 1000;
    }
    if (has(mask, 0)) {
        CORDON_CHECK(read_gps_element(in, out));
    }
    for (const unsigned group : {1U, 2U, 3U}) {
        if (has(mask, group)) {
            CORDON_CHECK(read_group(in, std::size_t{1} << (group - 1U), device, out));
        }
    }
    return out;
}

}  // namespace cordon::wire::teltonika
