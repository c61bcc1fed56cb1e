// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>

#include <cstddef>
#include <cstdint>

/// One record's bytes inside a segment: a head of 24 bytes, the payload, and padding that is never zero (README.md).
namespace cordon::journal {

inline constexpr std::size_t head_bytes = 24;
inline constexpr std::size_t frame_alignment = 8;
inline constexpr std::uint8_t padding_byte = 0xC7;

/// Checks of two segments never agree on the same bytes: each begins with the segment's salt.
[[nodiscard]] std::uint32_t salted_crc32c(std::uint64_t salt, ByteView bytes);

/// With at least one byte of padding, so that the last byte of a whole frame says that it is whole.
[[nodiscard]] constexpr std::size_t frame_size(std::size_t payload) noexcept
{
    return head_bytes + (payload / frame_alignment + 1) * frame_alignment;
}

/// A frame as it was found. `payload` points into what was looked at.
struct Frame {
    std::uint64_t number = 0;  ///< the record's offset
    std::uint32_t index = 0;   ///< among the records of one append
    std::size_t size = 0;
    ByteView payload;

    /// The number of the first record of the append that wrote it: all before that was durable by then.
    [[nodiscard]] std::uint64_t batch() const noexcept { return number - index; }
};

enum class Found : std::uint8_t {
    whole,
    nothing,      ///< a head of zeros: nothing was ever written here
    cut_off,      ///< the bytes end before the frame does; where the head is there, `size` says how many it takes
    broken_head,  ///< nothing in it can be believed
    broken_body,  ///< the head is right, what follows is not
};

struct Look {
    Found found = Found::nothing;
    Frame frame;
};

/// What stands at the start of `bytes`, in a segment with this salt.
[[nodiscard]] Look look_at_frame(ByteView bytes, std::uint64_t salt);

/// The same for the head alone; `whole` where it is right.
[[nodiscard]] Look look_at_head(ByteView bytes, std::uint64_t salt);

/// Makes a frame of what stands in `buffer` from `start` on: room for the head, then the payload. Adds the padding.
void close_frame(Bytes& buffer, std::size_t start);

/// Fills in the head of a closed frame once it is known where it goes. `frame` is all of it.
void seal_frame(std::span<std::uint8_t> frame, std::size_t payload, std::uint64_t number, std::uint32_t index,
                std::uint64_t salt);

}  // namespace cordon::journal
