// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connection.hpp"
#include "journal_writer.hpp"
#include "listeners.hpp"
#include "site.hpp"

#include <cordon/api/server.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_set>

namespace cordon::api {

/// The server's thread and all it owns. Members from `io_` to `shop_` are that thread's once it runs.
class Server::Impl {
public:
    Impl(Options options, const port::Journal& journal, const port::Feed& feed, port::IntakeSource& intakes,
         Counters& counters, std::function<Health()> health);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    [[nodiscard]] Result<void> open();
    void start();
    void stop();
    void wake() noexcept;

    [[nodiscard]] std::uint16_t web_port() const noexcept { return web_port_; }

    [[nodiscard]] std::uint16_t metrics_port() const noexcept { return metrics_port_; }

    [[nodiscard]] bool caught_up() const noexcept { return caught_up_.load(std::memory_order_acquire); }

private:
    /// Where the intake's wake-up arrives. The intake outlives the server, and its thread may be about to ring as the
    /// server goes: a mutex, since a ring could not say that nobody is there any more.
    struct IntakeDoor {
        std::mutex mutex;
        Impl* server = nullptr;
    };

    [[nodiscard]] std::function<void()> durable_bell() const;
    void run() noexcept;
    void end();
    void post_once(std::atomic<bool>& posted, void (Impl::*what)()) noexcept;

    // Following the journal and the feed.
    void follow();
    void follow_slice();
    void follow_again(std::chrono::milliseconds pause);
    void note_progress(bool more);
    void update_gauges();

    void on_durable();

    // Accepting.
    template <class Acceptor, class Admit>
    boost::asio::awaitable<void> accept(std::shared_ptr<Acceptor> acceptor, Admit admit);
    void serve(Socket socket, Door door);
    boost::asio::awaitable<void> serve_until_end(std::shared_ptr<Connection> connection);
    void listen();

    std::shared_ptr<IntakeDoor> intake_door_ = std::make_shared<IntakeDoor>();
    boost::asio::io_context io_{1};
    Site site_;
    JournalWriter writer_;
    Bell bell_;
    boost::asio::thread_pool worker_{1};
    Shop shop_;
    std::unique_ptr<boost::asio::ssl::context> tls_;
    std::shared_ptr<TcpAcceptor> web_;
    std::shared_ptr<TcpAcceptor> metrics_;
    std::shared_ptr<LocalAcceptor> local_;
    boost::asio::steady_timer again_;
    boost::asio::steady_timer giving_up_;
    std::unordered_set<Connection*> connections_;
    std::chrono::steady_clock::time_point followed_;
    Offset journal_at_start_;
    bool fault_told_ = false;
    Gauge& connections_gauge_;
    Gauge& streams_gauge_;
    Gauge& incidents_gauge_;
    Gauge& oldest_gauge_;
    Gauge& lag_gauge_;
    Counter& turned_away_;

    // Shared with other threads: a wake-up posts at most one more look.
    std::atomic<bool> wake_posted_{false};
    std::atomic<bool> durable_posted_{false};
    std::atomic<bool> caught_up_{false};
    std::uint16_t web_port_ = 0;
    std::uint16_t metrics_port_ = 0;
    std::thread thread_;
};

}  // namespace cordon::api
