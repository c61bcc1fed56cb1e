// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace cordon::journal {

/// Numbers at a fixed place, lowest byte first.
template <class Unsigned>
[[nodiscard]] constexpr Unsigned load(std::span<const std::uint8_t> bytes, std::size_t at)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(Unsigned); ++i) {
        value |= static_cast<std::uint64_t>(bytes[at + i]) << (8 * i);
    }
    return static_cast<Unsigned>(value);
}

template <class Unsigned>
constexpr void store(std::span<std::uint8_t> bytes, std::size_t at, Unsigned value)
{
    for (std::size_t i = 0; i < sizeof(Unsigned); ++i) {
        bytes[at + i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * i));
    }
}

}  // namespace cordon::journal
