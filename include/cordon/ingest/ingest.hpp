// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/counters.hpp>
#include <cordon/core/result.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/device.hpp>
#include <cordon/port/device_registry.hpp>
#include <cordon/port/intake.hpp>
#include <cordon/port/quarantine.hpp>
#include <cordon/wire/protocol.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cordon::ingest {

/// Where tags of one protocol are listened to.
struct Listener {
    model::Protocol protocol = model::Protocol::teltonika;
    std::string address = "127.0.0.1";       ///< IPv4 or IPv6
    std::optional<std::uint16_t> tcp_port;   ///< absent: no TCP; 0: any free port (`Ingest::bound` tells which)
    std::optional<std::uint16_t> udp_port;   ///< likewise
    std::vector<std::string> source_ranges;  ///< "10.0.0.0/8"; empty: any address, and then only on loopback
};

struct Options {
    std::vector<Listener> listeners;

    /// Each has its own sockets, its own door into the journal, and shares no connection with another.
    std::size_t threads = 1;

    /// A tag that connects says who it is at once; 30 s is a slow network's retransmissions.
    Millis login_deadline = std::chrono::seconds{30};

    /// From the first byte of a frame to its last, and for a tag to take an answer of eight bytes.
    Millis frame_deadline = std::chrono::seconds{30};

    /// Several times the slowest reporting interval; frees what tags that vanished without a word hold.
    Millis idle = std::chrono::minutes{10};

    /// All threads together. Below the 20,000 open files a process gets here, with room for the rest of the daemon.
    std::size_t max_connections = 15'000;

    /// From one address; many tags stand behind one carrier's address, so raise it where they do. 0: no cap.
    std::size_t max_connections_per_address = 64;

    /// How long `stop` waits for what was offered to become durable and be acknowledged.
    Millis drain = std::chrono::seconds{5};
};

/// Every fault of the options, each a sentence; `open` gives the first of them. No socket is touched.
[[nodiscard]] std::vector<Fault> faults_of(const Options& options);

/// A socket that is bound.
struct Bound {
    model::Protocol protocol = model::Protocol::teltonika;
    wire::Transport transport = wire::Transport::tcp;
    std::string address;
    std::uint16_t port = 0;

    bool operator==(const Bound&) const = default;
};

/// The door for tags: sockets in, frames of registered devices to the journal, acknowledgements out once they are
/// durable there and never before. What is not let in goes to the quarantine and is counted by its reason
/// (`frames_refused_total`).
///
/// Where the journal has no room, connections and datagram sockets are not read until it has: the tags keep what they
/// have. A connection has one frame on its way at a time, so acknowledgements go out in order.
///
/// Order of running: `open` before the pipeline starts (it takes a door into the journal for each thread), `start`
/// after it, `stop` while the pipeline still runs, so that what was offered can still be acknowledged. All calls from
/// one thread. What is handed in must outlive it; `received_at` is called by its threads.
class Ingest {
public:
    Ingest(Options options, port::IntakeSource& intakes, const port::DeviceRegistry& registry,
           port::Quarantine& quarantine, Counters& counters, std::function<UtcTime()> received_at);
    ~Ingest();  ///< as `stop`

    Ingest(const Ingest&) = delete;
    Ingest& operator=(const Ingest&) = delete;
    Ingest(Ingest&&) = delete;
    Ingest& operator=(Ingest&&) = delete;

    /// Binds every socket, or none: "teltonika tcp 127.0.0.1:5027 is in use; …". Tags may connect from here on; they
    /// are served after `start`.
    [[nodiscard]] Result<void> open();

    /// What `open` bound, in the order of the listeners, TCP before UDP.
    [[nodiscard]] const std::vector<Bound>& bound() const noexcept;

    /// Starts the threads.
    void start();

    /// Takes in nothing more, waits at most `Options::drain` until all that was offered is durable and acknowledged,
    /// closes every connection and ends the threads. A second call does nothing.
    void stop();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace cordon::ingest
