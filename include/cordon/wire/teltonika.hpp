// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>
#include <cordon/core/result.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/position.hpp>
#include <cordon/wire/protocol.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// Teltonika codecs 7, 8, 8 Extended and 16 and messages 12 to 15, over TCP and UDP (src/wire/README.md has the bytes).
/// Decoding is in the two dialects; the rest here is the tag's side, which the simulator and the tests speak.
namespace cordon::wire::teltonika {

[[nodiscard]] const Dialect& over_tcp() noexcept;
[[nodiscard]] const Dialect& over_udp() noexcept;

enum class Codec : std::uint8_t {
    codec7 = 0x07,
    codec8 = 0x08,
    codec12 = 0x0C,
    codec13 = 0x0D,
    codec14 = 0x0E,
    codec15 = 0x0F,
    codec16 = 0x10,
    codec8e = 0x8E,
};

/// One value beside a position: `width` is 1, 2, 4 or 8 bytes. Codec 7 has no 8; ids over 255 only fit 8E and 16.
struct Io {
    std::uint16_t id = 0;
    std::uint8_t width = 1;
    std::uint64_t value = 0;

    bool operator==(const Io&) const = default;
};

/// A value of any length; codec 8 Extended alone has them.
struct VariableIo {
    std::uint16_t id = 0;
    Bytes value;

    bool operator==(const VariableIo&) const = default;
};

/// One record as a tag writes it. `satellites` 0 says that the position is the last known one repeated.
struct AvlRecord {
    UtcTime at;
    std::uint8_t priority = 0;  ///< 0 low, 1 high, 2 panic
    model::Position position;
    std::int16_t altitude_m = 0;
    std::uint16_t heading_deg = 0;
    std::uint8_t satellites = 0;
    std::uint16_t speed_kmh = 0;
    std::uint16_t event_io = 0;  ///< which value made the tag write it; 0: it was time
    std::vector<Io> io;
    std::vector<VariableIo> variable;
};

/// What a tag sends first over TCP. At most 20 digits.
[[nodiscard]] Bytes login(std::string_view imei);

/// One AVL packet of 1 to 255 records over TCP, of a data codec (7, 8, 8E, 16). What the codec cannot say is left out
/// (codec 7: to the second, angle in steps of 1.4°; a position as float, good to about a metre and a half).
[[nodiscard]] Bytes packet(Codec codec, std::span<const AvlRecord> records);

/// The same over UDP, which carries the identity in each datagram.
[[nodiscard]] Bytes datagram(Codec codec, std::string_view imei, std::uint16_t packet_id, std::uint8_t avl_packet_id,
                             std::span<const AvlRecord> records);

/// A message of codec 12 (type 5 command, 6 answer), either way.
[[nodiscard]] Bytes message(std::uint8_t type, std::string_view text);

/// Codec 13: a message that begins with the time it was written.
[[nodiscard]] Bytes timed_message(std::uint8_t type, UtcTime at, std::string_view text);

/// The server's answers.
[[nodiscard]] Bytes login_answer(bool accepted);
[[nodiscard]] Bytes acknowledgement(std::uint32_t records);
[[nodiscard]] Bytes datagram_acknowledgement(std::uint16_t packet_id, std::uint8_t avl_packet_id, std::uint8_t records);

/// The server's answer to a datagram, as the tag reads it.
struct DatagramAnswer {
    std::uint16_t packet_id = 0;
    std::uint8_t avl_packet_id = 0;
    std::uint8_t records = 0;

    bool operator==(const DatagramAnswer&) const = default;
};

[[nodiscard]] Result<DatagramAnswer, WireError> read_datagram_answer(ByteView bytes);

}  // namespace cordon::wire::teltonika
