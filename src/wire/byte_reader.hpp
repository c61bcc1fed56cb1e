// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>
#include <cordon/core/result.hpp>
#include <cordon/wire/protocol.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>

namespace cordon::wire {

/// Reads big-endian numbers from the front of bytes that came from outside. Nothing is ever read past their end: what
/// is asked for and not there is `WireError::truncated`, and the reader stays where it was.
class ByteReader {
public:
    explicit ByteReader(ByteView bytes) noexcept : rest_{bytes} {}

    [[nodiscard]] std::size_t left() const noexcept { return rest_.size(); }

    [[nodiscard]] ByteView rest() const noexcept { return rest_; }

    [[nodiscard]] Result<ByteView, WireError> take(std::size_t size) noexcept
    {
        if (size > rest_.size()) {
            return refuse(WireError::truncated);
        }
        const ByteView taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }

    /// An unsigned number of `width` bytes, at most 8.
    [[nodiscard]] Result<std::uint64_t, WireError> number(std::size_t width) noexcept
    {
        CORDON_TRY(const auto bytes, take(width));
        std::uint64_t value = 0;
        for (const std::uint8_t byte : bytes) {
            value = (value << 8U) | byte;
        }
        return value;
    }

    [[nodiscard]] Result<std::uint8_t, WireError> u8() noexcept { return fixed<std::uint8_t>(); }

    [[nodiscard]] Result<std::uint16_t, WireError> u16() noexcept { return fixed<std::uint16_t>(); }

    [[nodiscard]] Result<std::uint32_t, WireError> u32() noexcept { return fixed<std::uint32_t>(); }

    [[nodiscard]] Result<std::uint64_t, WireError> u64() noexcept { return fixed<std::uint64_t>(); }

    [[nodiscard]] Result<std::int16_t, WireError> i16() noexcept
    {
        CORDON_TRY(const auto value, u16());
        return std::bit_cast<std::int16_t>(value);
    }

    [[nodiscard]] Result<std::int32_t, WireError> i32() noexcept
    {
        CORDON_TRY(const auto value, u32());
        return std::bit_cast<std::int32_t>(value);
    }

    [[nodiscard]] Result<float, WireError> f32() noexcept
    {
        CORDON_TRY(const auto value, u32());
        return std::bit_cast<float>(value);
    }

private:
    template <std::unsigned_integral Number>
    [[nodiscard]] Result<Number, WireError> fixed() noexcept
    {
        CORDON_TRY(const auto value, number(sizeof(Number)));
        return static_cast<Number>(value);
    }

    ByteView rest_;
};

}  // namespace cordon::wire
