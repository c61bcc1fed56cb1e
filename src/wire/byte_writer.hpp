// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace cordon::wire {

/// Appends big-endian numbers.
class ByteWriter {
public:
    /// The lowest `width` bytes of `value`, the highest of them first.
    void number(std::uint64_t value, std::size_t width)
    {
        for (std::size_t i = width; i-- > 0;) {
            bytes_.push_back(static_cast<std::uint8_t>(value >> (8U * i)));
        }
    }

    void u8(std::uint8_t value) { bytes_.push_back(value); }

    void u16(std::uint16_t value) { number(value, 2); }

    void u32(std::uint32_t value) { number(value, 4); }

    void u64(std::uint64_t value) { number(value, 8); }

    void i16(std::int16_t value) { u16(std::bit_cast<std::uint16_t>(value)); }

    void i32(std::int32_t value) { u32(std::bit_cast<std::uint32_t>(value)); }

    void f32(float value) { u32(std::bit_cast<std::uint32_t>(value)); }

    void append(ByteView bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }

    [[nodiscard]] const Bytes& bytes() const noexcept { return bytes_; }

    [[nodiscard]] Bytes take() noexcept { return std::move(bytes_); }

private:
    Bytes bytes_;
};

}  // namespace cordon::wire
