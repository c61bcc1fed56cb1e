// SPDX-License-Identifier: Apache-2.0
#include "teltonika_avl.hpp"

#include <array>
#include <cstddef>

namespace cordon::wire::teltonika {

namespace {

/// How wide ids and counts are in a codec's IO groups, and which groups there are.
struct IoLayout {
    std::size_t id_width = 1;
    std::size_t count_width = 1;
    bool generation_type = false;
    bool sixteen_byte_group = false;
    bool variable_group = false;
};

IoLayout layout_of(Codec codec, const model::Device& device) noexcept
{
    switch (codec) {
        case Codec::codec8e:
            return {.id_width = 2, .count_width = 2, .variable_group = true};
        case Codec::codec16:
            return {.id_width = 2, .count_width = 1, .generation_type = true};
        default:
            return {.sixteen_byte_group = device.io16_group};
    }
}

void keep_io(std::uint16_t id, std::uint64_t value, const model::Device& device, RawRecord& out)
{
    switch (id) {
        case 113:
            out.battery_pct = value;
            break;
        case 182:
            out.hdop_tenths = value;
            break;
        case 236:
            out.panic = value;
            break;
        case 249:
            out.jamming = value;
            break;
        case 252:
            out.unplugged = value;
            break;
        default:
            break;
    }
    if (device.strap_input && device.strap_input->io == id) {
        out.strap = value;
    }
}

Result<void, WireError> read_group(ByteReader& in, const IoLayout& layout, std::size_t width,
                                   const model::Device& device, RawRecord& out)
{
    CORDON_TRY(const auto count, in.number(layout.count_width));
    for (std::uint64_t i = 0; i < count; ++i) {
        CORDON_TRY(const auto id, in.number(layout.id_width));
        if (width > 8) {
            CORDON_CHECK(in.take(width));
            continue;
        }
        CORDON_TRY(const auto value, in.number(width));
        keep_io(static_cast<std::uint16_t>(id), value, device, out);
    }
    return done();
}

Result<void, WireError> skip_variable_group(ByteReader& in)
{
    CORDON_TRY(const auto count, in.u16());
    for (unsigned i = 0; i < count; ++i) {
        CORDON_CHECK(in.u16());
        CORDON_TRY(const auto size, in.u16());
        CORDON_CHECK(in.take(size));
    }
    return done();
}

Result<void, WireError> read_io(ByteReader& in, Codec codec, const model::Device& device, RawRecord& out)
{
    const IoLayout layout = layout_of(codec, device);
    CORDON_TRY(const auto event_io, in.number(layout.id_width));
    out.event_io = static_cast<std::uint16_t>(event_io);
    if (layout.generation_type) {
        CORDON_CHECK(in.u8());
    }
    CORDON_CHECK(in.number(layout.count_width));  // the total: some firmware miscounts it, the groups' own counts hold
    for (const std::size_t width : {1U, 2U, 4U, 8U}) {
        CORDON_CHECK(read_group(in, layout, width, device, out));
    }
    if (layout.sixteen_byte_group) {
        CORDON_CHECK(read_group(in, layout, 16, device, out));
    }
    if (layout.variable_group) {
        CORDON_CHECK(skip_variable_group(in));
    }
    return done();
}

}  // namespace

std::optional<std::int64_t> believable_time(std::uint64_t millis) noexcept
{
    constexpr std::uint64_t gps_began = 315'964'800'000;       // 1980-01-06T00:00:00Z
    constexpr std::uint64_t year_10000 = 253'402'300'800'000;  // 10000-01-01T00:00:00Z
    if (millis < gps_began || millis >= year_10000) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(millis);
}

Result<RawRecord, WireError> read_record(ByteReader& in, Codec codec, const model::Device& device)
{
    RawRecord out;
    CORDON_TRY(const auto millis, in.u64());
    CORDON_TRY(out.priority, in.u8());
    CORDON_TRY(const auto lon_e7, in.i32());
    CORDON_TRY(const auto lat_e7, in.i32());
    CORDON_TRY(const auto altitude, in.i16());
    CORDON_TRY(const auto angle, in.u16());
    CORDON_TRY(const auto satellites, in.u8());
    CORDON_TRY(const auto speed, in.u16());

    out.time_ms = believable_time(millis);
    out.position = model::Position::from_e7(lat_e7, lon_e7);
    out.altitude_m = altitude;
    out.satellites = satellites;
    out.believable = angle <= 360 && speed != 0xFFFF;
    if (angle <= 360) {
        out.heading_deg = angle;
    }
    if (speed != 0xFFFF) {
        out.speed_kmh = speed;
    }
    CORDON_CHECK(read_io(in, codec, device, out));
    return out;
}

}  // namespace cordon::wire::teltonika
