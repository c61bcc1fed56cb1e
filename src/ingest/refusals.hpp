// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>
#include <cordon/core/counters.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/device.hpp>
#include <cordon/port/quarantine.hpp>
#include <cordon/wire/protocol.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cordon::ingest {

/// Why a frame, a datagram or a connection was not let in.
enum class Reason : std::uint8_t {
    truncated,
    trailing,
    length,
    oversize,
    preamble,
    crc,
    count,
    codec,
    identity,
    not_logged_in,   ///< data before any login
    second_login,    ///< a connection that is one tag's says that it is another's
    unknown_device,  ///< not registered
    other_protocol,  ///< registered, but for another protocol
    source_range,    ///< not from where the listener or the device may be
    login_deadline,  ///< connected and never said who
    frame_deadline,  ///< began a frame, or was owed an answer, and went no further
    too_many,        ///< the cap on connections
    too_many_from_address,
};

inline constexpr std::size_t reasons = 18;

[[nodiscard]] std::string_view to_string(Reason reason) noexcept;
[[nodiscard]] Reason reason_of(wire::WireError error) noexcept;

/// What ingest counts; made once, used by all its threads.
struct Metrics {
    explicit Metrics(Counters& counters);

    Counter& frames;
    Counter& observations;
    Counter& accepted;
    Counter& accept_errors;
    Counter& idled;
    Counter& unanswered;
    Gauge& connections;
    Latency& to_durable;
    std::array<Counter*, reasons> refused{};
};

/// One thread's way of turning something away: counted always, quarantined where there are bytes, logged at most once
/// a second for each reason with how many lines that stands for. Never the bytes themselves in the log.
class Refusals {
public:
    Refusals(Metrics& metrics, port::Quarantine& quarantine) : metrics_{metrics}, quarantine_{quarantine} {}

    void refuse(Reason reason, model::Protocol protocol, const std::string& peer, UtcTime received, ByteView bytes);

private:
    void log(Reason reason, const std::string& peer);

    struct Spoken {
        std::chrono::steady_clock::time_point at;
        std::uint64_t unsaid = 0;
    };

    Metrics& metrics_;
    port::Quarantine& quarantine_;
    std::array<Spoken, reasons> spoken_{};
};

}  // namespace cordon::ingest
