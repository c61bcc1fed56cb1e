// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "caller.hpp"
#include "journal_writer.hpp"
#include "message.hpp"
#include "request_parser.hpp"
#include "response_text.hpp"
#include "routes.hpp"
#include "site.hpp"
#include "socket.hpp"

#include <cordon/core/counters.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

namespace cordon::api {

/// Streams that wait for the next change of an incident.
struct Bell {
    std::unordered_set<boost::asio::steady_timer*> waiting;

    void ring()
    {
        for (boost::asio::steady_timer* const timer : waiting) {
            timer->cancel();
        }
    }
};

/// What every connection uses. Owned by the server; outlives them all.
struct Shop {
    boost::asio::io_context& io;
    Site& site;
    JournalWriter& writer;
    Bell& bell;
    boost::asio::thread_pool& worker;  ///< reads documents, so that alerts are not held up meanwhile
    bool stopping = false;
};

/// One connection from its first byte to its last. The API's thread alone.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(Socket socket, Door door, Shop& shop);

    /// Serves request after request until either side has had enough.
    [[nodiscard]] boost::asio::awaitable<void> run();

    /// Ends it: every operation under way fails.
    void close();

private:
    using Deadline = std::chrono::milliseconds;

    struct Head {
        RequestParser::Step step = RequestParser::Step::bad;
        bool lost = false;
    };

    boost::asio::awaitable<bool> serve_one();
    boost::asio::awaitable<Head> read_head(RequestParser& parser);
    boost::asio::awaitable<RequestParser::Step> read_body(RequestParser& parser);
    boost::asio::awaitable<bool> refuse_head(RequestParser::Step step);
    boost::asio::awaitable<bool> serve_admitted(RequestParser& parser, Request request, const Admitted& admitted,
                                                Sent sent);
    boost::asio::awaitable<Response> work(const Admitted& admitted, Request& request);
    boost::asio::awaitable<Response> work_in_turn(const Admitted& admitted, const Request& request);
    boost::asio::awaitable<bool> send(const Response& response, After after, Sent sent);
    boost::asio::awaitable<bool> write(std::string_view bytes);

    // connection_streams.cpp
    boost::asio::awaitable<void> stream(const Response& response, const Caller& caller);
    template <class Source>
    boost::asio::awaitable<void> pump(Source source, const Caller& caller);
    boost::asio::awaitable<void> wait_for_news(std::chrono::steady_clock::time_point until, bool for_incidents);
    static boost::asio::awaitable<void> watch_for_leaving(std::shared_ptr<Connection> self);

    [[nodiscard]] Response answer_safely(const Admitted& admitted, const Request& request);
    [[nodiscard]] std::variant<Admitted, Response> admit_by_door(const Request& head) const;
    void cut_after(Deadline deadline);
    void cut_never();

    Socket socket_;
    Door door_;
    Shop& shop_;
    Site& site_;
    boost::asio::steady_timer cutter_;
    boost::asio::steady_timer news_;
    std::string unread_;  ///< came behind the request before
    bool closed_ = false;
};

}  // namespace cordon::api
