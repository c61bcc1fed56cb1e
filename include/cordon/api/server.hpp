// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/api/health.hpp>
#include <cordon/core/counters.hpp>
#include <cordon/core/result.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/order_document.hpp>
#include <cordon/port/feed.hpp>
#include <cordon/port/intake.hpp>
#include <cordon/port/journal.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cordon::api {

/// Where and how the API listens, and what it takes at most.
struct Options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  ///< 0: any free one (see `Server::port()`)
    /// PEM files; both or none. Beyond loopback the server refuses to listen without them.
    std::filesystem::path tls_certificate;
    std::filesystem::path tls_key;
    /// Names a browser may have in `Host`, beside the loopback ones and `address`: "cordon.example.org". No port.
    std::vector<std::string> host_names;

    bool metrics = true;
    std::string metrics_address = "127.0.0.1";  ///< loopback only
    std::uint16_t metrics_port = 9464;          ///< 0: any free one

    /// Where the local administrator comes in: `<state>/cordon.sock`, mode 0600. Whoever runs under our own user or is
    /// root is an admin there. Empty: no such door.
    std::filesystem::path socket;
    /// The built console; read whole at `open()`. Empty or absent: no console.
    std::filesystem::path console;

    /// The machine's clock: expiry of credentials and sessions, and nothing that decides. The API's thread.
    std::function<UtcTime()> now;  ///< empty: the system's

    std::size_t max_connections = 2'000;  ///< a tenth of the open files a machine of ours has
    std::size_t max_streams = 500;        ///< readers of the two event streams, among those
    std::size_t max_sessions = 10'000;    ///< consoles signed in; the one that ends first makes room
    std::chrono::milliseconds session_life = std::chrono::hours{12};
    std::chrono::milliseconds header_deadline =
        std::chrono::seconds{10};  ///< from a request's first byte to its last header
    std::chrono::milliseconds body_deadline = std::chrono::seconds{60};
    std::chrono::milliseconds idle_deadline = std::chrono::seconds{75};  ///< a kept connection without a request
    std::chrono::milliseconds write_deadline =
        std::chrono::seconds{60};  ///< a reader that takes nothing for so long is cut
    std::chrono::milliseconds durable_deadline = std::chrono::seconds{30};  ///< a write not durable by then answers 503
    std::chrono::milliseconds heartbeat = std::chrono::seconds{15};
    std::chrono::milliseconds live_interval = std::chrono::seconds{1};  ///< between two `positions` events
};

/// The HTTP interface: incidents and positions out, orders, devices and tokens in, health and metrics (interface.md,
/// Network). One thread of its own, which owns all it shows: it follows the journal and the feed in bounded slices, so
/// it works while PostGIS is away, and nothing it does delays ingest. Writes go through an intake like any tag's frame
/// and are answered once they are durable.
class Server {
public:
    /// Opens its door into the journal: before the pipeline starts. `health` is asked on the API's thread and must not
    /// wait. All references outlive the server.
    Server(Options options, const port::Journal& journal, const port::Feed& feed, port::IntakeSource& intakes,
           Counters& counters, std::function<Health()> health);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Binds every listener and reads the console. A fault is a sentence for the operator: the address in use, no TLS
    /// beyond loopback, a key that cannot be read. Before `start()`.
    [[nodiscard]] Result<void> open();

    /// Starts the thread. After `open()`.
    void start();

    /// Ends streams and connections and joins the thread; may be called twice. Any thread but the API's own.
    void stop();

    /// Says that the journal or the feed has more to read. Never waits. Any thread.
    void wake() noexcept;

    /// What was bound, known after `open()`; 0 where there is no such listener.
    [[nodiscard]] std::uint16_t port() const noexcept;
    [[nodiscard]] std::uint16_t metrics_port() const noexcept;

    /// Whether all that the journal and the feed held at `start()` has been read once. Any thread.
    [[nodiscard]] bool caught_up() const noexcept;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace cordon::api
