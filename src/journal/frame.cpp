// SPDX-License-Identifier: Apache-2.0
#include "frame.hpp"

#include "little_endian.hpp"

#include <cordon/journal/record_codec.hpp>

#include <boost/crc.hpp>

#include <algorithm>
#include <array>

namespace cordon::journal {

namespace {

// Where the numbers of a head stand.
constexpr std::size_t at_length = 0;
constexpr std::size_t at_index = 4;
constexpr std::size_t at_number = 8;
constexpr std::size_t at_body_check = 16;
constexpr std::size_t at_head_check = 20;  // over all before it, so that a head belongs to one body

}  // namespace

std::uint32_t salted_crc32c(std::uint64_t salt, ByteView bytes)
{
    std::array<std::uint8_t, sizeof salt> salt_bytes{};
    store(salt_bytes, 0, salt);
    boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
    crc.process_bytes(salt_bytes.data(), salt_bytes.size());
    crc.process_bytes(bytes.data(), bytes.size());
    return crc.checksum();
}

Look look_at_head(ByteView bytes, std::uint64_t salt)
{
    if (bytes.size() < head_bytes) {
        return {.found = Found::cut_off};
    }
    const ByteView head = bytes.first(head_bytes);
    const auto length = load<std::uint32_t>(head, at_length);
    if (length == 0) {
        const bool blank = std::ranges::all_of(head, [](std::uint8_t byte) { return byte == 0; });
        return {.found = blank ? Found::nothing : Found::broken_head};
    }
    const Frame frame{.number = load<std::uint64_t>(head, at_number),
                      .index = load<std::uint32_t>(head, at_index),
                      .size = frame_size(length),
                      .payload = {}};
    const bool right = length <= max_record_bytes && frame.index < frame.number &&
                       load<std::uint32_t>(head, at_head_check) == salted_crc32c(salt, head.first(at_head_check));
    return right ? Look{.found = Found::whole, .frame = frame} : Look{.found = Found::broken_head};
}

Look look_at_frame(ByteView bytes, std::uint64_t salt)
{
    Look look = look_at_head(bytes, salt);
    if (look.found != Found::whole) {
        return look;
    }
    if (look.frame.size > bytes.size()) {
        look.found = Found::cut_off;
        return look;
    }
    const ByteView body = bytes.subspan(head_bytes, look.frame.size - head_bytes);
    if (load<std::uint32_t>(bytes, at_body_check) != salted_crc32c(salt, body)) {
        look.found = Found::broken_body;
        return look;
    }
    look.frame.payload = body.first(load<std::uint32_t>(bytes, at_length));
    return look;
}

void close_frame(Bytes& buffer, std::size_t start)
{
    buffer.resize(start + frame_size(buffer.size() - start - head_bytes), padding_byte);
}

void seal_frame(std::span<std::uint8_t> frame, std::size_t payload, std::uint64_t number, std::uint32_t index,
                std::uint64_t salt)
{
    store(frame, at_length, static_cast<std::uint32_t>(payload));
    store(frame, at_index, index);
    store(frame, at_number, number);
    store(frame, at_body_check, salted_crc32c(salt, frame.subspan(head_bytes)));
    store(frame, at_head_check, salted_crc32c(salt, frame.first(at_head_check)));
}

}  // namespace cordon::journal
