// SPDX-License-Identifier: Apache-2.0
#include "connection.hpp"
#include "incident_stream.hpp"
#include "live_stream.hpp"
#include "problem.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace cordon::api {

namespace asio = boost::asio;

namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

/// One place taken among the streams, given back at the end.
class Place {
public:
    explicit Place(Site& site) : site_{site} { ++site_.streams; }

    ~Place() { --site_.streams; }

    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

private:
    Site& site_;
};

/// A timer among those the bell cancels.
class AtBell {
public:
    AtBell(Bell& bell, asio::steady_timer& timer) : bell_{bell}, timer_{timer} { bell_.waiting.insert(&timer_); }

    ~AtBell() { bell_.waiting.erase(&timer_); }

    AtBell(const AtBell&) = delete;
    AtBell& operator=(const AtBell&) = delete;

private:
    Bell& bell_;
    asio::steady_timer& timer_;
};

std::string next_of(IncidentStream& stream, const Site& site)
{
    return stream.next(site.model.orders());
}

std::string next_of(LiveStream& stream, const Site& site)
{
    return stream.next(site.model.positions(), site.model.orders());
}

}  // namespace

asio::awaitable<void> Connection::stream(const Response& response, const Caller& caller)
{
    if (site_.streams >= site_.options.max_streams) {
        co_await send(problem(503, "too_many_streams", "as many streams are open as this server takes"), After::close,
                      Sent::whole);
        co_return;
    }
    const Place place{site_};
    asio::co_spawn(shop_.io, watch_for_leaving(shared_from_this()), asio::detached);
    if (!co_await write(stream_head(site_.now(), site_.tls))) {
        co_return;
    }
    if (const auto* const incidents = std::get_if<WantIncidents>(&response.then)) {
        const Sight sight = caller.role == Role::admin ? Sight::full : Sight::limited;
        co_await pump(IncidentStream{site_.feed, site_.journal.end(), incidents->after, sight}, caller);
    } else {
        co_await pump(LiveStream{std::get<WantPositions>(response.then).box}, caller);
    }
}

template <class Source>
asio::awaitable<void> Connection::pump(Source source, const Caller& caller)
{
    constexpr bool live = std::is_same_v<Source, LiveStream>;
    SteadyTime written = std::chrono::steady_clock::now();
    SteadyTime due = written;  // of the next `positions`; of incidents, always
    while (!closed_ && !shop_.stopping && still_holds(caller, site_.model.tokens(), site_.sessions, site_.now())) {
        const SteadyTime now = std::chrono::steady_clock::now();
        std::string text;
        if (now >= due) {
            text = next_of(source, site_);
            due = source.has_more() ? now : now + site_.options.live_interval;
        }
        const SteadyTime beat = written + site_.options.heartbeat;
        if (text.empty() && now >= beat) {
            text = ": still here\n\n";
        }
        if (text.empty()) {
            co_await wait_for_news(live ? std::min(due, beat) : beat, !live);
            continue;
        }
        if (!co_await write(text)) {
            co_return;
        }
        written = std::chrono::steady_clock::now();
        if (source.ended()) {
            co_return;
        }
    }
}

asio::awaitable<void> Connection::wait_for_news(SteadyTime until, bool for_incidents)
{
    news_.expires_at(until);
    std::optional<AtBell> at_bell;
    if (for_incidents) {
        at_bell.emplace(shop_.bell, news_);
    }
    boost::system::error_code cancelled;
    co_await news_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
}

asio::awaitable<void> Connection::watch_for_leaving(std::shared_ptr<Connection> self)
{
    std::array<char, 512> ignored{};
    while (co_await self->socket_.read_some(ignored) > 0) {
    }
    self->close();
}

}  // namespace cordon::api
