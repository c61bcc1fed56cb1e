// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace cordon::wire {

namespace crc16_arc_table {

constexpr std::array<std::uint16_t, 256> make() noexcept
{
    std::array<std::uint16_t, 256> table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte) {
        auto crc = static_cast<std::uint16_t>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            crc = static_cast<std::uint16_t>((crc & 1U) != 0 ? (crc >> 1U) ^ 0xA001U : crc >> 1U);
        }
        table.at(byte) = crc;
    }
    return table;
}

inline constexpr std::array<std::uint16_t, 256> values = make();

}  // namespace crc16_arc_table

/// CRC-16/ARC ("CRC-16/IBM"): polynomial 0x8005 reflected, starts at 0, not inverted. "123456789" gives 0xBB3D.
[[nodiscard]] constexpr std::uint16_t crc16_arc(ByteView bytes) noexcept
{
    std::uint16_t crc = 0;
    for (const std::uint8_t byte : bytes) {
        crc = static_cast<std::uint16_t>((crc >> 8U) ^ crc16_arc_table::values[(crc ^ byte) & 0xFFU]);
    }
    return crc;
}

}  // namespace cordon::wire
