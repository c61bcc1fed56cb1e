// SPDX-License-Identifier: Apache-2.0
#include "byte_reader.hpp"
#include "byte_writer.hpp"
#include "crc16_arc.hpp"

#include <cordon/core/ensure.hpp>
#include <cordon/wire/teltonika.hpp>

#include <algorithm>
#include <chrono>

namespace cordon::wire::teltonika {

namespace {

constexpr std::int64_t year_2007_s = 1'167'609'600;

std::size_t count_of(const AvlRecord& record, std::size_t width)
{
    return static_cast<std::size_t>(
        std::count_if(record.io.begin(), record.io.end(), [width](const Io& io) { return io.width == width; }));
}

void write_group(ByteWriter& out, const AvlRecord& record, std::size_t width, std::size_t count_width,
                 std::size_t id_width)
{
    out.number(count_of(record, width), count_width);
    for (const Io& io : record.io) {
        if (io.width == width) {
            out.number(io.id, id_width);
            out.number(io.value, width);
        }
    }
}

void write_record(ByteWriter& out, Codec codec, const AvlRecord& record)
{
    const bool extended = codec == Codec::codec8e;
    const std::size_t id_width = codec == Codec::codec8 ? 1 : 2;
    const std::size_t count_width = extended ? 2 : 1;
    out.u64(static_cast<std::uint64_t>(to_millis(record.at)));
    out.u8(record.priority);
    out.i32(record.position.lon_e7());
    out.i32(record.position.lat_e7());
    out.i16(record.altitude_m);
    out.u16(record.heading_deg);
    out.u8(record.satellites);
    out.u16(record.speed_kmh);
    out.number(record.event_io, id_width);
    if (codec == Codec::codec16) {
        out.u8(record.event_io == 0 ? 7 : 5);  // generation type: periodical, or on change
    }
    out.number(record.io.size() + (extended ? record.variable.size() : 0), count_width);
    for (const std::size_t width : {1U, 2U, 4U, 8U}) {
        write_group(out, record, width, count_width, id_width);
    }
    if (extended) {
        out.u16(static_cast<std::uint16_t>(record.variable.size()));
        for (const VariableIo& io : record.variable) {
            out.u16(io.id);
            out.u16(static_cast<std::uint16_t>(io.value.size()));
            out.append(io.value);
        }
    }
}

void write_codec7_record(ByteWriter& out, const AvlRecord& record)
{
    using std::chrono::seconds;
    const auto since_2007 = std::chrono::floor<seconds>(record.at).time_since_epoch().count() - year_2007_s;
    out.u32((static_cast<std::uint32_t>(record.priority) << 30U) |
            (static_cast<std::uint32_t>(since_2007) & 0x3FFF'FFFFU));
    out.u8(0x0F);  // a GPS element and the three groups
    out.u8(0x1F);  // position, altitude, angle, speed, satellites
    out.f32(static_cast<float>(record.position.lat()));
    out.f32(static_cast<float>(record.position.lon()));
    out.u16(static_cast<std::uint16_t>(std::max<std::int16_t>(record.altitude_m, 0)));
    out.u8(static_cast<std::uint8_t>(record.heading_deg % 360U * 256U / 360U));
    out.u8(static_cast<std::uint8_t>(std::min<std::uint16_t>(record.speed_kmh, 255)));
    out.u8(record.satellites);
    for (const std::size_t width : {1U, 2U, 4U}) {
        write_group(out, record, width, 1, 1);
    }
}

Bytes data_of(Codec codec, std::span<const AvlRecord> records)
{
    ensure(!records.empty() && records.size() <= 255, "an AVL packet holds 1 to 255 records");
    ByteWriter out;
    out.u8(static_cast<std::uint8_t>(codec));
    out.u8(static_cast<std::uint8_t>(records.size()));
    for (const AvlRecord& record : records) {
        codec == Codec::codec7 ? write_codec7_record(out, record) : write_record(out, codec, record);
    }
    out.u8(static_cast<std::uint8_t>(records.size()));
    return out.take();
}

Bytes enveloped(ByteView data)
{
    ByteWriter out;
    out.u32(0);
    out.u32(static_cast<std::uint32_t>(data.size()));
    out.append(data);
    out.u32(crc16_arc(data));
    return out.take();
}

Bytes message_of(Codec codec, std::uint8_t type, ByteView content)
{
    ByteWriter out;
    out.u8(static_cast<std::uint8_t>(codec));
    out.u8(1);
    out.u8(type);
    out.u32(static_cast<std::uint32_t>(content.size()));
    out.append(content);
    out.u8(1);
    return enveloped(out.bytes());
}

}  // namespace

Bytes login(std::string_view imei)
{
    ByteWriter out;
    out.u16(static_cast<std::uint16_t>(imei.size()));
    out.append(as_bytes(imei));
    return out.take();
}

Bytes packet(Codec codec, std::span<const AvlRecord> records)
{
    return enveloped(data_of(codec, records));
}

Bytes datagram(Codec codec, std::string_view imei, std::uint16_t packet_id, std::uint8_t avl_packet_id,
               std::span<const AvlRecord> records)
{
    const Bytes data = data_of(codec, records);
    ByteWriter out;
    out.u16(static_cast<std::uint16_t>(6 + imei.size() + data.size()));
    out.u16(packet_id);
    out.u8(1);
    out.u8(avl_packet_id);
    out.u16(static_cast<std::uint16_t>(imei.size()));
    out.append(as_bytes(imei));
    out.append(data);
    return out.take();
}

Bytes message(std::uint8_t type, std::string_view text)
{
    return message_of(Codec::codec12, type, as_bytes(text));
}

Bytes timed_message(std::uint8_t type, UtcTime at, std::string_view text)
{
    ByteWriter content;
    content.u32(static_cast<std::uint32_t>(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count()));
    content.append(as_bytes(text));
    return message_of(Codec::codec13, type, content.bytes());
}

Bytes login_answer(bool accepted)
{
    return {static_cast<std::uint8_t>(accepted ? 1 : 0)};
}

Bytes acknowledgement(std::uint32_t records)
{
    ByteWriter out;
    out.u32(records);
    return out.take();
}

Bytes datagram_acknowledgement(std::uint16_t packet_id, std::uint8_t avl_packet_id, std::uint8_t records)
{
    ByteWriter out;
    out.u16(5);
    out.u16(packet_id);
    out.u8(1);
    out.u8(avl_packet_id);
    out.u8(records);
    return out.take();
}

Result<DatagramAnswer, WireError> read_datagram_answer(ByteView bytes)
{
    ByteReader in{bytes};
    CORDON_TRY(const auto length, in.u16());
    if (length != 5 || in.left() != 5) {
        return refuse(WireError::length);
    }
    DatagramAnswer out;
    CORDON_TRY(out.packet_id, in.u16());
    CORDON_CHECK(in.u8());
    CORDON_TRY(out.avl_packet_id, in.u8());
    CORDON_TRY(out.records, in.u8());
    return out;
}

}  // namespace cordon::wire::teltonika
