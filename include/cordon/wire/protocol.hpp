// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>
#include <cordon/core/ids.hpp>
#include <cordon/core/result.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/device.hpp>
#include <cordon/model/observation.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// From a tag's bytes to observations and the answer to them. Pure: no socket, no clock, no registry; any thread.
namespace cordon::wire {

/// Why bytes were refused. `to_string` gives the word it is counted by.
enum class WireError : std::uint8_t {
    truncated,  ///< a count or length in it runs past its end
    trailing,   ///< bytes are left over after what its counts say
    length,     ///< its length field is impossible
    oversize,   ///< it announces more than `max_frame_bytes`
    preamble,   ///< it does not begin as a frame of this protocol does
    crc,        ///< the checksum does not fit the bytes
    count,      ///< the two record counts differ, or there is no record
    codec,      ///< a codec id that is not known
    identity,   ///< the identity in it is no identity
};

[[nodiscard]] std::string_view to_string(WireError error) noexcept;

/// More than twice what any vendor sends in one packet (Teltonika: 1280 bytes, 2 KiB with a picture), and small enough
/// that thousands of connections may each hold one in part.
inline constexpr std::size_t max_frame_bytes = 16U << 10U;

/// What a frame was.
enum class Outcome : std::uint8_t { fix, status, login, heartbeat, none };

/// "fix", "status", "login", "heartbeat", "none", as `cordon decode` says it.
[[nodiscard]] std::string_view to_string(Outcome outcome) noexcept;

/// What was read from one whole frame.
struct Decoded {
    Outcome outcome = Outcome::none;
    std::vector<model::Observation> observations;
    Bytes reply;  ///< to be sent once the frame is durable; empty: this frame gets no answer

    bool operator==(const Decoded&) const = default;
};

/// What stands at the front of the bytes a connection has given so far.
struct Framing {
    enum class Kind : std::uint8_t {
        need_more,  ///< nothing whole yet
        frame,      ///< the first `size` bytes are one frame
        skip,       ///< the first `size` bytes mean nothing and get no answer (a ping)
        broken,     ///< no frame of this protocol begins so, `error` says why; the connection cannot be used any more
    };

    Kind kind = Kind::need_more;
    std::size_t size = 0;
    WireError error = WireError::truncated;
};

enum class Transport : std::uint8_t { tcp, udp };

/// One protocol over one transport. A frame is what `next_frame` cut out (TCP) or a whole datagram (UDP).
struct Dialect {
    /// Looks at the front of a stream; never asks for more than `max_frame_bytes`. A datagram is one frame as it is.
    Framing (*next_frame)(ByteView stream);

    /// Who the frame itself says it is from; nothing where it leaves that to the connection's login. Digits only: the
    /// text may be logged.
    Result<std::optional<DeviceId>, WireError> (*identify)(ByteView frame);

    /// Whether the frame is a login: the first frame of a stream has to be one.
    bool (*is_login)(ByteView frame);

    /// Reads a frame of `device`, all of it or nothing. A record that is unbelievable in itself (latitude 91) is kept
    /// without a valid fix; bytes that do not add up are refused.
    Result<Decoded, WireError> (*decode)(ByteView frame, const model::Device& device, UtcTime received);

    /// What to answer when a frame is not taken, so that the tag keeps its data; empty: silence.
    Bytes (*refusal)(ByteView frame, WireError why);
};

/// Nothing where this release does not read that protocol over that transport. It lives as long as the program.
[[nodiscard]] const Dialect* dialect_of(model::Protocol protocol, Transport transport) noexcept;

}  // namespace cordon::wire
