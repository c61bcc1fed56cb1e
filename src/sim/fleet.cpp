// SPDX-License-Identifier: Apache-2.0
#include "line.hpp"

#include <cordon/sim/fleet.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <deque>
#include <exception>

namespace cordon::sim {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// As many as leave room for connections under a usual limit of open files.
constexpr std::size_t most_udp_sockets = 500;
/// How long a packet that is under way is waited for after a signal.
constexpr auto grace = 2s;

}  // namespace

Clock::time_point Pace::due(SimTime time) const noexcept
{
    const double wall_ms = static_cast<double>(time.count()) / speed;
    return began + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double, std::milli>{wall_ms});
}

SimTime Pace::at(Clock::time_point now) const noexcept
{
    const std::chrono::duration<double, std::milli> wall = now - began;
    return SimTime{static_cast<std::int64_t>(wall.count() * speed)};
}

Pace pace_of(UtcTime now, Clock::time_point began, double speed, std::optional<Millis> duration) noexcept
{
    const double wall_ms = duration ? static_cast<double>(duration->count()) : 0.0;
    const Millis back{static_cast<std::int64_t>(wall_ms * (speed - 1.0))};
    return {.starts = std::chrono::floor<std::chrono::seconds>(now - back), .began = began, .speed = speed};
}

class Fleet::Impl {
public:
    Impl(std::span<const Wearer> wearers, const TagSettings& tags, const FleetSettings& settings, Ledger* ledger)
        : wearers_{wearers}, tags_{tags}, settings_{settings}
    {
        board_.pace = settings.pace;
        board_.ledger = ledger;
    }

    Result<Tally> run(const std::function<void(const Tally&, SimTime)>& progress)
    {
        CORDON_CHECK(find_server());
        CORDON_CHECK(make_lines());
        asio::signal_set signals{board_.io, SIGINT, SIGTERM};
        signals.async_wait([this](boost::system::error_code cancelled, int /*signal*/) {
            if (!cancelled) {
                stop();
            }
        });
        if (tags_.until != SimTime::max()) {
            stop_at(end_, settings_.pace.due(tags_.until) + settings_.drain);
        }
        tell(progress);
        board_.io.run();
        return ended();
    }

private:
    Result<void> find_server()
    {
        boost::system::error_code wrong;
        const auto address = asio::ip::make_address(settings_.host, wrong);
        if (wrong) {
            return refuse(fmt::format("--host is \"{}\"; must be an address like 127.0.0.1", settings_.host));
        }
        board_.tcp = {address, settings_.tcp_port};
        board_.udp = {address, settings_.udp_port};
        return done();
    }

    Result<void> make_lines()
    {
        const auto by_udp = static_cast<std::size_t>(
            std::ranges::count_if(wearers_, [](const Wearer& wearer) { return wearer.tag.udp; }));
        try {
            const std::size_t shared = (by_udp + UdpPort::slots - 1) / UdpPort::slots;
            for (std::size_t i = 0; i < std::max(shared, std::min(by_udp, most_udp_sockets)); ++i) {
                ports_.emplace_back(board_, static_cast<std::uint32_t>(i)).listen();
            }
        } catch (const boost::system::system_error& error) {
            return refuse(fmt::format("a UDP socket cannot be had: {}", error.what()));
        }
        for (const Wearer& wearer : wearers_) {
            add_line(wearer);
        }
        return done();
    }

    void add_line(const Wearer& wearer)
    {
        UdpPort* port = wearer.tag.udp ? &ports_[udp_lines_ % ports_.size()] : nullptr;
        const auto slot = static_cast<std::uint8_t>(port == nullptr ? 0 : udp_lines_++ / ports_.size());
        Line& line = lines_.emplace_back(board_, wearer.number, Tag{wearer, tags_, slot},
                                         Random{tags_.seed, wearer.number, 0x6C696E65}, port);
        if (port != nullptr) {
            port->add(slot, line);
        }
        ++playing_;
        asio::co_spawn(board_.io, line.play(), [this](const std::exception_ptr& failed) { line_ended(failed); });
    }

    void line_ended(const std::exception_ptr& failed)
    {
        if (failed && !board_.broken) {
            try {
                std::rethrow_exception(failed);
            } catch (const std::exception& error) {
                board_.broken = Fault{fmt::format("a tag's line failed: {}", error.what())};
            }
        }
        if (--playing_ == 0 || board_.broken) {
            board_.io.stop();
        }
    }

    void stop()
    {
        board_.stopping = true;
        board_.tally.stopped = true;
        for (Line& line : lines_) {
            line.stop();
        }
        stop_at(end_, Clock::now() + grace);
    }

    void stop_at(asio::steady_timer& timer, Clock::time_point when)
    {
        timer.expires_at(when);
        timer.async_wait([this](boost::system::error_code cancelled) {
            if (!cancelled) {
                board_.io.stop();
            }
        });
    }

    void tell(const std::function<void(const Tally&, SimTime)>& progress)
    {
        progress_.expires_after(1s);
        progress_.async_wait([this, &progress](boost::system::error_code cancelled) {
            if (!cancelled && progress) {
                progress(board_.tally, std::min(board_.pace.at(Clock::now()), tags_.until));
            }
            if (!cancelled) {
                tell(progress);
            }
        });
    }

    Result<Tally> ended()
    {
        if (board_.broken) {
            return refuse(*board_.broken);
        }
        for (Line& line : lines_) {
            const auto records = line.outstanding(!board_.stopping);
            board_.tally.unacknowledged += records;
            board_.tally.tags_without_answer += records > 0 ? 1 : 0;
        }
        return board_.tally;
    }

    std::span<const Wearer> wearers_;
    TagSettings tags_;
    FleetSettings settings_;
    Switchboard board_;  // before what hangs on its io_context
    std::deque<UdpPort> ports_;
    std::deque<Line> lines_;
    std::size_t udp_lines_ = 0;
    std::size_t playing_ = 0;
    asio::steady_timer end_{board_.io};
    asio::steady_timer progress_{board_.io};
};

Fleet::Fleet(std::span<const Wearer> wearers, const TagSettings& tags, const FleetSettings& settings, Ledger* ledger)
    : impl_{std::make_unique<Impl>(wearers, tags, settings, ledger)}
{
}

Fleet::~Fleet() = default;

Result<Tally> Fleet::run()
{
    return impl_->run(on_progress);
}

}  // namespace cordon::sim
