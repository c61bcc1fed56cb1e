// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connection.hpp"
#include "datagrams.hpp"
#include "door.hpp"
#include "surroundings.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

namespace cordon::ingest {

/// One thread of ingest with all that is its own: sockets, connections and a door into the journal. `open`, `start`
/// and `stop` are called by the thread that owns Ingest; all else runs on the worker's.
class Worker {
public:
    explicit Worker(const Surroundings& around);
    ~Worker();

    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    Worker(Worker&&) = delete;
    Worker& operator=(Worker&&) = delete;

    /// Takes its door into the journal.
    void open(port::IntakeSource& intakes);

    /// Takes over bound sockets; `listener` outlives the worker.
    void listen(int socket, const boost::asio::ip::tcp& version, const Listener& listener);
    void receive(int socket, const boost::asio::ip::tcp& version, const Listener& listener);

    void start();
    void begin_stop();
    void join();

private:
    /// What the journal's thread rings. It meets the worker's end here, at the mutex: a ring may come when the worker
    /// is gone. Rings before the worker looks are one.
    struct Bell {
        std::mutex mutex;
        Worker* worker = nullptr;
        std::atomic<bool> rung{false};
    };

    struct Acceptor {
        boost::asio::ip::tcp::acceptor socket;
        const Listener* listener;
        const wire::Dialect* dialect;
    };

    static void ring(Bell& bell);
    void collect();
    [[nodiscard]] boost::asio::awaitable<void> accept(Acceptor& from);
    void admit(boost::asio::ip::tcp::socket socket, const Acceptor& from);
    [[nodiscard]] boost::asio::awaitable<void> serve(std::unique_ptr<Connection> connection);
    [[nodiscard]] boost::asio::awaitable<void> watch();
    [[nodiscard]] std::chrono::milliseconds watch_interval() const;
    void stop_taking_in();

    const Surroundings& around_;
    Refusals refusals_;
    std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();
    std::unordered_set<Connection*> connections_;
    bool stopping_ = false;
    std::chrono::steady_clock::time_point drained_by_;
    std::thread thread_;
    // After what the coroutines' ends use: they go with it.
    boost::asio::io_context io_{1};
    Door door_;
    boost::asio::steady_timer watching_;
    std::vector<std::unique_ptr<Acceptor>> acceptors_;
    std::vector<std::unique_ptr<Datagrams>> datagrams_;
};

}  // namespace cordon::ingest
