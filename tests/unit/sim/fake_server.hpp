// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>
#include <cordon/core/time.hpp>
#include <cordon/wire/teltonika.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <list>
#include <thread>
#include <vector>

namespace cordon::sim {

namespace asio = boost::asio;

/// A server on real sockets of 127.0.0.1 that takes Teltonika frames and keeps them. It is told how often to misbehave
/// before it runs, and looked at after `stop`.
class FakeServer {
public:
    struct Kept {
        Bytes frame;
        std::string imei;
        UtcTime received;
    };

    /// What to do with the n-th frame (from 0), either way it came.
    enum class Answer { acknowledge, refuse, hang_up, silence };
    std::function<Answer(std::size_t)> answer = [](std::size_t /*n*/) { return Answer::acknowledge; };
    std::size_t refused_logins = 0;  ///< how many of the first to refuse
    std::function<void(std::size_t)> on_frame = [](std::size_t /*n*/) {};

    FakeServer()
        : acceptor_{io_, {asio::ip::address_v4::loopback(), 0}}, udp_{io_, {asio::ip::address_v4::loopback(), 0}}
    {
        tcp_port = acceptor_.local_endpoint().port();
        udp_port = udp_.local_endpoint().port();
    }

    ~FakeServer() { stop(); }

    FakeServer(const FakeServer&) = delete;
    FakeServer& operator=(const FakeServer&) = delete;

    void start()
    {
        asio::co_spawn(io_, accept(), asio::detached);
        asio::co_spawn(io_, receive(), asio::detached);
        thread_ = std::thread{[this] { io_.run(); }};
    }

    void stop()
    {
        io_.stop();
        if (thread_.joinable()) {
            thread_.join();
        }
    }

    /// All connections end and nobody can connect until `come_back`. From `answer` or `on_frame` alone.
    void go_away()
    {
        acceptor_.close();
        for (auto& connection : connections_) {
            boost::system::error_code ignored;
            connection.close(ignored);
        }
    }

    void come_back()
    {
        asio::post(io_, [this] {
            acceptor_.open(asio::ip::tcp::v4());
            acceptor_.set_option(asio::socket_base::reuse_address{true});
            acceptor_.bind({asio::ip::address_v4::loopback(), tcp_port});
            acceptor_.listen();
            asio::co_spawn(io_, accept(), asio::detached);
        });
    }

    std::uint16_t tcp_port = 0;
    std::uint16_t udp_port = 0;
    std::vector<Kept> kept;          ///< every data frame that came whole, acknowledged or not
    std::vector<std::size_t> taken;  ///< the numbers of those that were acknowledged

private:
    static constexpr auto to_tuple = asio::as_tuple(asio::use_awaitable);

    static UtcTime now() { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }

    Answer keep(Bytes frame, std::string imei)
    {
        const std::size_t n = kept.size();
        kept.push_back({std::move(frame), std::move(imei), now()});
        on_frame(n);
        const Answer decided = answer(n);
        if (decided == Answer::acknowledge) {
            taken.push_back(n);
        }
        return decided;
    }

    asio::awaitable<void> accept()
    {
        while (true) {
            auto [failed, socket] = co_await acceptor_.async_accept(to_tuple);
            if (failed) {
                co_return;
            }
            asio::co_spawn(io_, serve(connections_.emplace_back(std::move(socket))), asio::detached);
        }
    }

    asio::awaitable<void> serve(asio::ip::tcp::socket& socket)
    {
        Bytes bytes;
        std::string imei;
        while (true) {
            const auto framing = wire::teltonika::over_tcp().next_frame(bytes);
            if (framing.kind == wire::Framing::Kind::need_more) {
                std::array<std::uint8_t, 4096> more{};
                const auto [failed, size] = co_await socket.async_read_some(asio::buffer(more), to_tuple);
                if (failed) {
                    co_return;
                }
                bytes.insert(bytes.end(), more.begin(), more.begin() + static_cast<std::ptrdiff_t>(size));
                continue;
            }
            if (framing.kind == wire::Framing::Kind::broken) {
                broken = true;
                co_return;
            }
            Bytes frame{bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(framing.size)};
            bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(framing.size));
            if (framing.kind == wire::Framing::Kind::frame && !co_await answer_frame(socket, std::move(frame), imei)) {
                boost::system::error_code ignored;
                socket.close(ignored);
                co_return;
            }
        }
    }

    asio::awaitable<bool> answer_frame(asio::ip::tcp::socket& socket, Bytes frame, std::string& imei)
    {
        Bytes reply;
        if (wire::teltonika::over_tcp().is_login(frame)) {
            imei = wire::teltonika::over_tcp().identify(frame).value()->text;
            const bool accepted = logins_++ >= refused_logins;
            reply = wire::teltonika::login_answer(accepted);
        } else {
            const auto records = static_cast<std::uint32_t>(frame[9]);
            const Answer decided = keep(std::move(frame), imei);
            if (decided == Answer::hang_up) {
                co_return false;
            }
            reply = wire::teltonika::acknowledgement(decided == Answer::refuse ? 0 : records);
            if (decided == Answer::silence) {
                co_return true;
            }
        }
        const auto [failed, size] = co_await asio::async_write(socket, asio::buffer(reply), to_tuple);
        co_return !failed;
    }

    asio::awaitable<void> receive()
    {
        std::array<std::uint8_t, 2048> bytes{};
        while (true) {
            asio::ip::udp::endpoint from;
            const auto [failed, size] = co_await udp_.async_receive_from(asio::buffer(bytes), from, to_tuple);
            if (failed) {
                co_return;
            }
            Bytes frame{bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)};
            const auto imei = wire::teltonika::over_udp().identify(frame).value()->text;
            const auto decoded = wire::teltonika::over_udp().decode(frame, {.id = DeviceId{imei}}, now()).value();
            const Answer decided = keep(std::move(frame), imei);
            if (decided == Answer::acknowledge) {
                co_await udp_.async_send_to(asio::buffer(decoded.reply), from, to_tuple);
            }
        }
    }

public:
    bool broken = false;  ///< something came that no frame begins with

private:
    asio::io_context io_{1};
    asio::ip::tcp::acceptor acceptor_;
    asio::ip::udp::socket udp_;
    std::list<asio::ip::tcp::socket> connections_;
    std::size_t logins_ = 0;
    std::thread thread_;
};

}  // namespace cordon::sim
