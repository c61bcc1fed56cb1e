// SPDX-License-Identifier: Apache-2.0
#include "server_impl.hpp"

#include <cordon/core/log.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

namespace cordon::api {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

/// Records and changes read in one go, before requests get their turn: at 5 µs each about a millisecond, a little more
/// where they are orders.
constexpr std::size_t slice = 256;

/// Looks at the journal are this far apart at least: a busy pipeline wakes us for every batch.
constexpr milliseconds least_pause{2};

/// A look without having been woken, should a wake-up ever be missed.
constexpr milliseconds longest_pause{1'000};

/// How long `stop` lets connections end by themselves.
constexpr milliseconds ending_time{3'000};

/// A pause where the machine has no descriptor left for another connection.
constexpr milliseconds exhausted_pause{100};

}  // namespace

Server::Impl::Impl(Options options, const port::Journal& journal, const port::Feed& feed, port::IntakeSource& intakes,
                   Counters& counters, std::function<Health()> health)
    : site_{std::move(options), journal, feed, counters, std::move(health)},
      writer_{io_, intakes.open_intake(durable_bell())},
      shop_{.io = io_, .site = site_, .writer = writer_, .bell = bell_, .worker = worker_},
      again_{io_},
      giving_up_{io_},
      connections_gauge_{counters.gauge("api_connections", "", "Open connections of the API")},
      streams_gauge_{counters.gauge("api_streams", "", "Readers of the event streams")},
      incidents_gauge_{counters.gauge("api_incidents", "", "Incidents the API holds")},
      oldest_gauge_{counters.gauge("incident_oldest_new_seconds", "",
                                   "Age, in the journal's time, of the oldest incident nobody has dealt with")},
      lag_gauge_{counters.gauge("api_lag_records", "", "Durable records the API has not read yet")},
      turned_away_{
          counters.counter("api_connections_refused_total", "", "Connections beyond the limit, closed at once")}
{
    for (std::size_t kind = 1; kind < site_.responses.size(); ++kind) {
        site_.responses.at(kind) = &counters.counter("api_responses_total", "status=\"" + std::to_string(kind) + "xx\"",
                                                     "Answers of the API by their status");
    }
    const std::scoped_lock lock{intake_door_->mutex};
    intake_door_->server = this;
}

Server::Impl::~Impl()
{
    const std::scoped_lock lock{intake_door_->mutex};
    intake_door_->server = nullptr;
}

std::function<void()> Server::Impl::durable_bell() const
{
    return [door = intake_door_] {
        const std::scoped_lock lock{door->mutex};
        if (door->server != nullptr) {
            door->server->post_once(door->server->durable_posted_, &Impl::on_durable);
        }
    };
}

Result<void> Server::Impl::open()
{
    CORDON_TRY(tls_, tls_context(site_.options));
    site_.tls = tls_ != nullptr;
    CORDON_TRY(site_.console, ConsoleFiles::read(site_.options.console));
    CORDON_TRY(auto web, listen_web(io_, site_.options));
    web_port_ = web.local_endpoint().port();
    web_ = std::make_shared<TcpAcceptor>(std::move(web));
    if (site_.options.metrics) {
        CORDON_TRY(auto metrics, listen_metrics(io_, site_.options));
        metrics_port_ = metrics.local_endpoint().port();
        metrics_ = std::make_shared<TcpAcceptor>(std::move(metrics));
    }
    if (!site_.options.socket.empty()) {
        CORDON_TRY(auto local, listen_local(io_, site_.options.socket));
        local_ = std::make_shared<LocalAcceptor>(std::move(local));
    }
    return done();
}

void Server::Impl::start()
{
    journal_at_start_ = site_.journal.end();
    listen();
    asio::post(io_, [this] { follow(); });
    thread_ = std::thread{[this] { run(); }};
}

void Server::Impl::run() noexcept
{
    while (true) {
        try {
            io_.run();
            return;
        } catch (const std::exception& error) {
            // A handler's mistake ends that handler; the others go on.
            log::error("api_handler_failed", {{"why", error.what()}});
        }
    }
}

void Server::Impl::stop()
{
    if (!thread_.joinable()) {
        return;
    }
    asio::post(io_, [this] { end(); });
    thread_.join();
    worker_.join();
    if (local_) {
        std::error_code ignored;
        std::filesystem::remove(site_.options.socket, ignored);
    }
}

void Server::Impl::end()
{
    shop_.stopping = true;
    boost::system::error_code ignored;
    for (const auto& acceptor : {web_, metrics_}) {
        if (acceptor) {
            acceptor->close(ignored);
        }
    }
    if (local_) {
        local_->close(ignored);
    }
    writer_.stop();
    again_.cancel();
    const std::unordered_set<Connection*> open = connections_;
    for (Connection* const connection : open) {
        connection->close();
    }
    if (!connections_.empty()) {
        giving_up_.expires_after(ending_time);
        giving_up_.async_wait([this](const boost::system::error_code& cancelled) {
            if (!cancelled) {
                io_.stop();
            }
        });
    }
}

void Server::Impl::wake() noexcept
{
    post_once(wake_posted_, &Impl::follow);
}

void Server::Impl::post_once(std::atomic<bool>& posted, void (Impl::*what)()) noexcept
{
    if (posted.exchange(true, std::memory_order_acq_rel)) {
        return;
    }
    try {
        asio::post(io_, [this, &posted, what] {
            posted.store(false, std::memory_order_release);
            (this->*what)();
        });
    } catch (const std::exception&) {
        posted.store(false, std::memory_order_release);  // no memory for it now: the next look comes within a second
    }
}

void Server::Impl::follow()
{
    if (shop_.stopping) {
        return;
    }
    const auto since = steady_clock::now() - followed_;
    if (since < least_pause) {
        follow_again(least_pause);
        return;
    }
    follow_slice();
}

void Server::Impl::on_durable()
{
    writer_.on_durable();
    follow();  // whoever wrote it is answered once it is shown
}

void Server::Impl::follow_slice()
{
    const model::StreamId before = site_.model.incidents().position();
    const auto more = site_.model.follow(slice);
    followed_ = steady_clock::now();
    if (!more.has_value()) {
        site_.unreadable = true;
        if (!std::exchange(fault_told_, true)) {
            log::error("api_cannot_follow", {{"why", more.error().what}});
        }
        follow_again(longest_pause);
        return;
    }
    if (site_.model.incidents().position() != before) {
        bell_.ring();
    }
    writer_.on_read(site_.model.position());
    note_progress(more.value());
    if (more.value()) {
        asio::post(io_, [this] {
            if (!shop_.stopping) {
                follow_slice();
            }
        });
    } else {
        follow_again(longest_pause);
    }
}

void Server::Impl::follow_again(milliseconds pause)
{
    again_.expires_after(pause);
    again_.async_wait([this](const boost::system::error_code& cancelled) {
        if (!cancelled) {
            follow();
        }
    });
}

void Server::Impl::note_progress(bool more)
{
    if (!site_.caught_up && !more && site_.model.position() >= journal_at_start_) {
        site_.caught_up = true;
        caught_up_.store(true, std::memory_order_release);
        log::info("api_ready", {{"offset", site_.model.position().value},
                                {"not_understood", site_.model.orders().not_understood()}});
    }
    if (!more) {
        update_gauges();
    }
}

void Server::Impl::update_gauges()
{
    const auto number = [](auto n) { return static_cast<std::int64_t>(n); };
    connections_gauge_.set(number(connections_.size()));
    streams_gauge_.set(number(site_.streams));
    incidents_gauge_.set(number(site_.model.incidents().by_opening().size()));
    lag_gauge_.set(number(site_.journal.end().value) - number(site_.model.position().value));
    const Incident* const oldest = site_.model.incidents().oldest_new();
    const Millis age = oldest != nullptr ? site_.model.at() - oldest->episode.detected : Millis{0};
    oldest_gauge_.set(std::chrono::duration_cast<std::chrono::seconds>(age).count());
}

template <class Acceptor, class Admit>
asio::awaitable<void> Server::Impl::accept(std::shared_ptr<Acceptor> acceptor, Admit admit)
{
    while (!shop_.stopping) {
        boost::system::error_code error;
        auto socket = co_await acceptor->async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (error == asio::error::operation_aborted || !acceptor->is_open()) {
            co_return;
        }
        if (error) {
            asio::steady_timer pause{io_};
            pause.expires_after(exhausted_pause);
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
            continue;
        }
        if (connections_.size() >= site_.options.max_connections) {
            turned_away_.add();
            continue;  // the socket closes as it goes
        }
        admit(std::move(socket));
    }
}

void Server::Impl::listen()
{
    const auto web = [this](Socket::Tcp socket) {
        boost::system::error_code ignored;
        socket.set_option(asio::ip::tcp::no_delay{true}, ignored);
        serve(tls_ ? Socket{std::move(socket), *tls_} : Socket{std::move(socket)}, Door::web);
    };
    asio::co_spawn(io_, accept(web_, web), asio::detached);
    if (metrics_) {
        const auto metrics = [this](Socket::Tcp socket) { serve(Socket{std::move(socket)}, Door::metrics); };
        asio::co_spawn(io_, accept(metrics_, metrics), asio::detached);
    }
    if (local_) {
        const auto local = [this](Socket::Local socket) {
            if (is_local_administrator(socket)) {
                serve(Socket{std::move(socket)}, Door::local);
            } else {
                turned_away_.add();
            }
        };
        asio::co_spawn(io_, accept(local_, local), asio::detached);
    }
}

void Server::Impl::serve(Socket socket, Door door)
{
    auto connection = std::make_shared<Connection>(std::move(socket), door, shop_);
    asio::co_spawn(io_, serve_until_end(std::move(connection)), [](const std::exception_ptr& thrown) {
        try {
            if (thrown) {
                std::rethrow_exception(thrown);
            }
        } catch (const std::exception& error) {
            log::error("api_connection_failed", {{"why", error.what()}});
        }
    });
}

asio::awaitable<void> Server::Impl::serve_until_end(std::shared_ptr<Connection> connection)
{
    struct Listed {
        std::unordered_set<Connection*>& all;
        Connection* one;

        Listed(std::unordered_set<Connection*>& connections, Connection* connection_of)
            : all{connections}, one{connection_of}
        {
            all.insert(one);
        }

        ~Listed() { all.erase(one); }

        Listed(const Listed&) = delete;
        Listed& operator=(const Listed&) = delete;
    };

    const Listed listed{connections_, connection.get()};
    co_await connection->run();
    if (shop_.stopping && connections_.size() == 1) {
        giving_up_.cancel();
    }
}

}  // namespace cordon::api
