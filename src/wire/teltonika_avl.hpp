// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "byte_reader.hpp"

#include <cordon/model/device.hpp>
#include <cordon/model/observation.hpp>
#include <cordon/wire/protocol.hpp>
#include <cordon/wire/teltonika.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace cordon::wire::teltonika {

/// What one record says of itself, before it is judged; the numbers are the wire's.
struct RawRecord {
    std::optional<std::int64_t> time_ms;  ///< since 1970; none where no calendar has it
    std::uint8_t priority = 0;
    std::optional<model::Position> position;  ///< none where there is none, or it is not on earth
    std::optional<double> altitude_m;
    std::optional<double> heading_deg;
    std::optional<double> speed_kmh;
    std::optional<std::uint8_t> satellites;
    bool believable = true;  ///< false: a value in it cannot be (speed 0xFFFF, angle over 360)
    std::uint16_t event_io = 0;

    // The IO values that mean something to us; all others stay in the frame's raw bytes, which the journal keeps.
    std::optional<std::uint64_t> hdop_tenths;
    std::optional<std::uint64_t> battery_pct;
    std::optional<std::uint64_t> panic;      ///< 236, codec 7: 222
    std::optional<std::uint64_t> jamming;    ///< 249
    std::optional<std::uint64_t> unplugged;  ///< 252
    std::optional<std::uint64_t> strap;      ///< the device's own mapping
};

/// Milliseconds since 1970 as a time that a receiver can have meant; nothing for what was before GPS time began
/// (1980-01-06: an unset clock) or after the year 9999.
[[nodiscard]] std::optional<std::int64_t> believable_time(std::uint64_t millis) noexcept;

/// Reads the next record of codec 8, 8E or 16, or of codec 7.
[[nodiscard]] Result<RawRecord, WireError> read_record(ByteReader& in, Codec codec, const model::Device& device);
[[nodiscard]] Result<RawRecord, WireError> read_codec7_record(ByteReader& in, const model::Device& device);

/// What stands from the codec id to Number of Data 2. `records` is what the tag waits to be told; messages have none.
struct ReadData {
    Decoded decoded;
    std::optional<std::uint8_t> records;
};

[[nodiscard]] Result<ReadData, WireError> read_data(ByteView data, const model::Device& device, UtcTime received);

/// Judges a record: its fix, and its events, the first beside the fix, each further one in an observation of its own.
void observe(const RawRecord& record, const model::Device& device, UtcTime received,
             std::vector<model::Observation>& out);

}  // namespace cordon::wire::teltonika
