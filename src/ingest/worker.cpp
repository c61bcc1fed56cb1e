// SPDX-License-Identifier: Apache-2.0
#include "worker.hpp"

#include "source_range.hpp"

#include <cordon/core/ensure.hpp>
#include <cordon/core/log.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace cordon::ingest {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto completion = asio::as_tuple(asio::use_awaitable);

/// Where the system has no file or memory left for a connection, asking again at once would only burn the processor.
constexpr auto accept_pause = 100ms;

std::string host_of(const asio::ip::address& address)
{
    return address.to_string();
}

/// What a library throws while a tag is served ends that tag's connection and nothing else.
void tell(const std::exception_ptr& thrown)
{
    if (!thrown) {
        return;
    }
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
        log::error("connection_failed", {{"why", error.what()}});
    }
}

}  // namespace

Worker::Worker(const Surroundings& around)
    : around_{around}, refusals_{around.metrics, around.quarantine}, door_{io_, around.metrics}, watching_{io_}
{
    bell_->worker = this;
}

Worker::~Worker()
{
    const std::scoped_lock lock{bell_->mutex};
    bell_->worker = nullptr;
}

void Worker::open(port::IntakeSource& intakes)
{
    door_.open(intakes.open_intake([bell = bell_] { ring(*bell); }));
}

void Worker::ring(Bell& bell)
{
    if (bell.rung.exchange(true)) {
        return;
    }
    const std::scoped_lock lock{bell.mutex};
    if (bell.worker != nullptr) {
        asio::post(bell.worker->io_, [worker = bell.worker] { worker->collect(); });
    }
}

void Worker::collect()
{
    bell_->rung.store(false);  // before looking: what becomes durable from here on rings again
    door_.collect();
    for (const auto& socket : datagrams_) {
        socket->flush();
    }
}

void Worker::listen(int socket, const tcp& version, const Listener& listener)
{
    const auto* const dialect = wire::dialect_of(listener.protocol, wire::Transport::tcp);
    ensure(dialect != nullptr, "a listener's protocol is one that is read");
    acceptors_.push_back(std::make_unique<Acceptor>(
        Acceptor{.socket = tcp::acceptor{io_, version, socket}, .listener = &listener, .dialect = dialect}));
}

void Worker::receive(int socket, const tcp& version, const Listener& listener)
{
    const auto* const dialect = wire::dialect_of(listener.protocol, wire::Transport::udp);
    ensure(dialect != nullptr, "a listener's protocol is one that is read");
    udp::socket taken{io_, version == tcp::v6() ? udp::v6() : udp::v4(), socket};
    datagrams_.push_back(std::make_unique<Datagrams>(std::move(taken), listener, *dialect, around_, door_, refusals_));
}

void Worker::start()
{
    for (const auto& acceptor : acceptors_) {
        asio::co_spawn(io_, accept(*acceptor), tell);
    }
    for (const auto& socket : datagrams_) {
        asio::co_spawn(io_, socket->receive(), tell);
    }
    asio::co_spawn(io_, watch(), tell);
    thread_ = std::thread{[this] { io_.run(); }};
}

asio::awaitable<void> Worker::accept(Acceptor& from)
{
    while (!stopping_) {
        auto [error, socket] = co_await from.socket.async_accept(completion);
        if (stopping_) {
            co_return;
        }
        if (!error) {
            admit(std::move(socket), from);
            continue;
        }
        around_.metrics.accept_errors.add();
        asio::steady_timer pause{io_, accept_pause};
        co_await pause.async_wait(completion);
    }
}

void Worker::admit(tcp::socket socket, const Acceptor& from)
{
    boost::system::error_code gone;
    const auto peer = unmapped(socket.remote_endpoint(gone).address());
    if (gone) {
        return;
    }
    const auto turn_away = [&](Reason reason) {
        refusals_.refuse(reason, from.listener->protocol, host_of(peer), around_.received_at(), {});
    };
    if (!within(from.listener->source_ranges, peer)) {
        turn_away(Reason::source_range);
        return;
    }
    auto [place, full] = around_.admission.enter(peer);
    if (!place) {
        turn_away(full == Admission::Full::in_all ? Reason::too_many : Reason::too_many_from_address);
        return;
    }
    auto connection = std::make_unique<Connection>(std::move(socket), *from.listener, *from.dialect, std::move(*place),
                                                   around_, door_, refusals_);
    asio::co_spawn(io_, serve(std::move(connection)), tell);
}

asio::awaitable<void> Worker::serve(std::unique_ptr<Connection> connection)
{
    struct Listed {
        std::unordered_set<Connection*>& all;
        Connection* one;

        Listed(std::unordered_set<Connection*>& in, Connection* added) : all{in}, one{added} { all.insert(one); }

        Listed(const Listed&) = delete;
        Listed& operator=(const Listed&) = delete;
        Listed(Listed&&) = delete;
        Listed& operator=(Listed&&) = delete;

        ~Listed() { all.erase(one); }
    };

    const Listed listed{connections_, connection.get()};
    co_await connection->serve();
}

std::chrono::milliseconds Worker::watch_interval() const
{
    if (stopping_) {
        return 5ms;
    }
    const Options& options = around_.options;
    return std::clamp(std::min({options.login_deadline, options.frame_deadline, options.idle}) / 4, 5ms, 1000ms);
}

/// Looks after everybody's deadlines at once: a timer a connection would be set and cancelled with every frame.
asio::awaitable<void> Worker::watch()
{
    for (;;) {
        watching_.expires_after(watch_interval());
        co_await watching_.async_wait(completion);
        const auto now = Clock::now();
        for (Connection* connection : connections_) {
            connection->end_if_late(now);
        }
        const bool drained = connections_.empty() && door_.settled();
        if (stopping_ && (drained || now >= drained_by_)) {
            io_.stop();
            co_return;
        }
    }
}

void Worker::begin_stop()
{
    asio::post(io_, [this] { stop_taking_in(); });
}

void Worker::stop_taking_in()
{
    stopping_ = true;
    drained_by_ = Clock::now() + around_.options.drain;
    for (const auto& acceptor : acceptors_) {
        boost::system::error_code ignored;
        acceptor->socket.close(ignored);
    }
    for (const auto& socket : datagrams_) {
        socket->stop();
    }
    for (Connection* connection : connections_) {
        connection->stop();
    }
    watching_.cancel();
}

void Worker::join()
{
    if (thread_.joinable()) {
        thread_.join();
    }
}

}  // namespace cordon::ingest
