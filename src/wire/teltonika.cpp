// SPDX-License-Identifier: Apache-2.0
#include "byte_reader.hpp"
#include "crc16_arc.hpp"
#include "teltonika_avl.hpp"

#include <cordon/wire/teltonika.hpp>

#include <algorithm>
#include <string>

namespace cordon::wire::teltonika {

namespace {

constexpr std::size_t envelope_bytes = 12;  // preamble, length, CRC
constexpr std::size_t smallest_data = 3;    // codec and the two counts
constexpr std::size_t most_identity_digits = 20;
constexpr std::size_t fewest_identity_digits = 8;
constexpr std::uint8_t ping = 0xFF;

Framing broken(WireError why) noexcept
{
    return {.kind = Framing::Kind::broken, .error = why};
}

Framing whole(std::size_t size, ByteView stream) noexcept
{
    return size <= stream.size() ? Framing{.kind = Framing::Kind::frame, .size = size} : Framing{};
}

Framing next_avl_frame(ByteView stream)
{
    // What can be refused is refused at once: who sends a web request here is not waited for.
    if (std::any_of(stream.begin(),
                    stream.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(4, stream.size())),
                    [](std::uint8_t byte) { return byte != 0; })) {
        return broken(WireError::preamble);
    }
    ByteReader in{stream};
    if (in.left() < 8) {
        return {};
    }
    const std::uint64_t length = in.number(8).value();  // the upper half is the preamble, zero
    if (length < smallest_data) {
        return broken(WireError::length);
    }
    if (length > max_frame_bytes - envelope_bytes) {
        return broken(WireError::oversize);
    }
    return whole(static_cast<std::size_t>(length) + envelope_bytes, stream);
}

Framing next_frame(ByteView stream)
{
    if (!stream.empty() && stream.front() == ping) {
        return {.kind = Framing::Kind::skip, .size = 1};
    }
    if (stream.size() < 2) {
        return {};
    }
    const auto login_digits = static_cast<std::size_t>((stream[0] << 8U) | stream[1]);
    if (login_digits == 0) {
        return next_avl_frame(stream);
    }
    if (login_digits > most_identity_digits) {
        return broken(WireError::preamble);
    }
    return whole(login_digits + 2, stream);
}

Result<DeviceId, WireError> read_identity(ByteView digits)
{
    const bool all_digits =
        std::all_of(digits.begin(), digits.end(), [](std::uint8_t c) { return c >= '0' && c <= '9'; });
    if (!all_digits || digits.size() < fewest_identity_digits || digits.size() > most_identity_digits) {
        return refuse(WireError::identity);
    }
    return DeviceId{std::string{as_text(digits)}};
}

bool is_login(ByteView frame)
{
    return frame.size() > 2 && (frame[0] != 0 || frame[1] != 0);
}

Result<std::optional<DeviceId>, WireError> identify(ByteView frame)
{
    if (!is_login(frame)) {
        return std::optional<DeviceId>{};
    }
    CORDON_TRY(auto device, read_identity(frame.subspan(2)));
    return std::optional{std::move(device)};
}

/// The bytes the checksum is over, checked.
Result<ByteView, WireError> checked_data(ByteView frame)
{
    ByteReader in{frame};
    CORDON_TRY(const auto preamble, in.u32());
    CORDON_TRY(const auto length, in.u32());
    if (preamble != 0) {
        return refuse(WireError::preamble);
    }
    CORDON_TRY(const auto data, in.take(length));
    CORDON_TRY(const auto crc, in.u32());
    if (in.left() != 0) {
        return refuse(WireError::trailing);
    }
    if (crc != crc16_arc(data)) {  // the upper half has to be zero
        return refuse(WireError::crc);
    }
    return data;
}

Result<Decoded, WireError> decode_frame(ByteView frame, const model::Device& device, UtcTime received)
{
    if (is_login(frame)) {
        return Decoded{.outcome = Outcome::login, .reply = login_answer(true)};
    }
    CORDON_TRY(const auto data, checked_data(frame));
    CORDON_TRY(auto read, read_data(data, device, received));
    if (read.records) {
        read.decoded.reply = acknowledgement(*read.records);
    }
    return std::move(read.decoded);
}

Bytes refuse_frame(ByteView frame, WireError why)
{
    if (is_login(frame)) {
        return login_answer(false);
    }
    return why == WireError::crc ? acknowledgement(0) : Bytes{};
}

struct Datagram {
    std::uint16_t packet_id = 0;
    std::uint8_t avl_packet_id = 0;
    ByteView identity;
    ByteView data;
};

Result<Datagram, WireError> open_datagram(ByteView bytes)
{
    ByteReader in{bytes};
    CORDON_TRY(const auto length, in.u16());
    if (length != in.left()) {
        return refuse(WireError::length);
    }
    Datagram out;
    CORDON_TRY(out.packet_id, in.u16());
    CORDON_CHECK(in.u8());
    CORDON_TRY(out.avl_packet_id, in.u8());
    CORDON_TRY(const auto identity_size, in.u16());
    CORDON_TRY(out.identity, in.take(identity_size));
    out.data = in.rest();
    return out;
}

Framing next_datagram(ByteView datagram)
{
    return datagram.empty() ? Framing{} : Framing{.kind = Framing::Kind::frame, .size = datagram.size()};
}

Result<std::optional<DeviceId>, WireError> identify_datagram(ByteView datagram)
{
    CORDON_TRY(const auto opened, open_datagram(datagram));
    CORDON_TRY(auto device, read_identity(opened.identity));
    return std::optional{std::move(device)};
}

Result<Decoded, WireError> decode_datagram(ByteView datagram, const model::Device& device, UtcTime received)
{
    CORDON_TRY(const auto opened, open_datagram(datagram));
    CORDON_TRY(const auto identity, read_identity(opened.identity));
    if (identity != device.id) {
        return refuse(WireError::identity);
    }
    CORDON_TRY(auto read, read_data(opened.data, device, received));
    if (read.records) {
        read.decoded.reply = datagram_acknowledgement(opened.packet_id, opened.avl_packet_id, *read.records);
    }
    return std::move(read.decoded);
}

}  // namespace

const Dialect& over_tcp() noexcept
{
    static constexpr Dialect dialect{.next_frame = next_frame,
                                     .identify = identify,
                                     .is_login = is_login,
                                     .decode = decode_frame,
                                     .refusal = refuse_frame};
    return dialect;
}

const Dialect& over_udp() noexcept
{
    static constexpr Dialect dialect{.next_frame = next_datagram,
                                     .identify = identify_datagram,
                                     .is_login = [](ByteView) { return false; },
                                     .decode = decode_datagram,
                                     .refusal = [](ByteView, WireError) { return Bytes{}; }};
    return dialect;
}

}  // namespace cordon::wire::teltonika
