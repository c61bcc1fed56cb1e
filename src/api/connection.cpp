// SPDX-License-Identifier: Apache-2.0
#include "connection.hpp"

#include "document_reader.hpp"
#include "metrics_text.hpp"
#include "problem.hpp"

#include <cordon/core/log.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <cstddef>
#include <exception>
#include <optional>
#include <span>
#include <utility>

namespace cordon::api {

namespace asio = boost::asio;

namespace {

constexpr std::size_t read_bytes = 16U << 10U;

/// A document of 200 MiB over a slow line takes longer than what a person types.
constexpr int document_patience = 5;

asio::awaitable<std::optional<ReadDocument>> read_on_worker(const std::string& body, BodyKind kind)
{
    co_return read_document(body, kind);
}

Response metrics_answer(const Request& head, const Site& site)
{
    if (head.path != "/metrics" || head.method != "GET") {
        return problem(404, "not_found", "only GET /metrics is here");
    }
    return {.content_type = "text/plain; version=0.0.4; charset=utf-8", .body = metrics_text(site.counters)};
}

void count_response(Site& site, unsigned status)
{
    const std::size_t kind = status / 100;
    if (kind < site.responses.size() && site.responses.at(kind) != nullptr) {
        site.responses.at(kind)->add();
    }
}

}  // namespace

Connection::Connection(Socket socket, Door door, Shop& shop)
    : socket_{std::move(socket)}, door_{door}, shop_{shop}, site_{shop.site}, cutter_{shop.io}, news_{shop.io}
{
}

asio::awaitable<void> Connection::run()
{
    cut_after(site_.options.header_deadline);
    if (co_await socket_.open()) {
        while (!closed_ && !shop_.stopping && co_await serve_one()) {
        }
    }
    close();
}

void Connection::close()
{
    closed_ = true;
    socket_.close();
    cutter_.cancel();
    news_.cancel();
}

asio::awaitable<bool> Connection::serve_one()
{
    RequestParser parser;
    const Head read = co_await read_head(parser);
    if (read.lost) {
        co_return false;
    }
    if (read.step != RequestParser::Step::head) {
        co_return co_await refuse_head(read.step);
    }
    std::optional<Request> head = parser.head();
    if (!head) {
        co_return co_await refuse_head(RequestParser::Step::bad);
    }
    const Sent sent = head->method == "HEAD" ? Sent::head_only : Sent::whole;
    if (sent == Sent::head_only) {
        head->method = "GET";
    }
    const auto admitted = admit_by_door(*head);
    if (const auto* const refusal = std::get_if<Response>(&admitted)) {
        // A body that is on its way is not read: the connection ends with the refusal.
        const After after = parser.keeps_alive() && !parser.expects_body() ? After::keep : After::close;
        co_return co_await send(*refusal, after, sent) && after == After::keep;
    }
    co_return co_await serve_admitted(parser, std::move(*head), std::get<Admitted>(admitted), sent);
}

asio::awaitable<Connection::Head> Connection::read_head(RequestParser& parser)
{
    std::array<char, read_bytes> buffer{};
    bool begun = !unread_.empty();
    cut_after(begun ? site_.options.header_deadline : site_.options.idle_deadline);
    while (true) {
        const RequestParser::Put put = parser.put(unread_);
        unread_.erase(0, put.used);
        if (put.step != RequestParser::Step::more) {
            co_return Head{.step = put.step};
        }
        const std::size_t size = co_await socket_.read_some(buffer);
        if (size == 0) {
            co_return Head{.lost = true};
        }
        if (!begun) {
            begun = true;  // from here on the whole head must come: byte by byte is no way to hold a connection
            cut_after(site_.options.header_deadline);
        }
        unread_.append(buffer.data(), size);
    }
}

asio::awaitable<RequestParser::Step> Connection::read_body(RequestParser& parser)
{
    std::array<char, read_bytes> buffer{};
    while (true) {
        const RequestParser::Put put = parser.put(unread_);
        unread_.erase(0, put.used);
        if (put.step != RequestParser::Step::more) {
            co_return put.step;
        }
        const std::size_t size = co_await socket_.read_some(buffer);
        if (size == 0) {
            co_return RequestParser::Step::more;
        }
        unread_.append(buffer.data(), size);
    }
}

asio::awaitable<bool> Connection::refuse_head(RequestParser::Step step)
{
    const bool long_head = step == RequestParser::Step::head_too_long;
    const Response response = long_head ? problem(431, "head_too_long", "the head of a request has at most 16 KiB")
                                        : problem(400, "bad_request", "this is no HTTP/1.1 request of a form we take");
    co_await send(response, After::close, Sent::whole);
    co_return false;
}

asio::awaitable<bool> Connection::serve_admitted(RequestParser& parser, Request request, const Admitted& admitted,
                                                 Sent sent)
{
    const bool document = admitted.route != nullptr && admitted.route->body != BodyKind::small;
    cut_after(site_.options.body_deadline * (document ? document_patience : 1));
    const bool fits = parser.allow_body(admitted.max_body);
    if (fits && parser.expects_body() && parser.expects_continue()) {
        co_await write("HTTP/1.1 100 Continue\r\n\r\n");
    }
    const RequestParser::Step step = fits ? co_await read_body(parser) : RequestParser::Step::body_too_long;
    if (step == RequestParser::Step::body_too_long) {
        co_await send(problem(413, "body_too_long", "the body is longer than this takes"), After::close, sent);
        co_return false;
    }
    if (step == RequestParser::Step::bad) {
        co_return co_await refuse_head(step);
    }
    if (step != RequestParser::Step::done) {
        co_return false;  // lost on the way
    }
    request.body = parser.take_body();
    cut_never();
    const Response response = co_await work(admitted, request);
    const bool streams =
        std::holds_alternative<WantIncidents>(response.then) || std::holds_alternative<WantPositions>(response.then);
    if (streams && sent == Sent::whole) {
        co_await stream(response, *admitted.caller);
        co_return false;
    }
    const After after = parser.keeps_alive() ? After::keep : After::close;
    co_return co_await send(response, after, sent) && after == After::keep;
}

asio::awaitable<Response> Connection::work(const Admitted& admitted, Request& request)
{
    if (admitted.route == nullptr || !admitted.route->writes()) {
        co_return answer_safely(admitted, request);
    }
    if (admitted.route->body != BodyKind::small) {
        auto read = co_await asio::co_spawn(shop_.worker, read_on_worker(request.body, admitted.route->body),
                                            asio::use_awaitable);
        request.document = std::make_shared<const ReadDocument>(std::move(read).value());
        request.body.clear();
    }
    if (admitted.route->pattern == "/v1/session") {
        co_return answer_safely(admitted, request);  // sessions are in memory: nothing is written
    }
    co_return co_await work_in_turn(admitted, request);
}

asio::awaitable<Response> Connection::work_in_turn(const Admitted& admitted, const Request& request)
{
    const auto turn = co_await shop_.writer.turn();
    if (!turn) {
        co_return problem(503, "busy", "other changes are still being written; try again in a moment");
    }
    Response response = answer_safely(admitted, request);
    auto* const change = std::get_if<Write>(&response.then);
    if (change == nullptr) {
        co_return response;
    }
    const auto last = co_await shop_.writer.write(std::move(change->records), site_.options.durable_deadline);
    if (!last) {
        co_return problem(503, "not_known_durable", "the change may yet be taken; look before you send it again");
    }
    co_return change->answer(*last);
}

asio::awaitable<bool> Connection::send(const Response& response, After after, Sent sent)
{
    count_response(site_, response.status);
    const std::string text = response_text(response, site_.now(), after, sent, site_.tls);
    co_return co_await write(text);
}

asio::awaitable<bool> Connection::write(std::string_view bytes)
{
    // In parts, each with the deadline of its own: a slow reader of something long is let go on as long as it reads.
    constexpr std::size_t part = 256U << 10U;
    while (!bytes.empty()) {
        cut_after(site_.options.write_deadline);
        const std::string_view next = bytes.substr(0, part);
        if (!co_await socket_.write(next)) {
            co_return false;
        }
        bytes.remove_prefix(next.size());
    }
    cut_never();
    co_return !closed_;
}

std::variant<Admitted, Response> Connection::admit_by_door(const Request& head) const
{
    if (door_ == Door::metrics) {
        return is_known_host(head.header("host"), {}) ? metrics_answer(head, site_)
                                                      : problem(421, "unknown_host", "ask by a loopback name");
    }
    return admit(head, door_, site_);
}

Response Connection::answer_safely(const Admitted& admitted, const Request& request)
{
    try {
        return answer(admitted, request, site_);
    } catch (const std::exception& error) {
        // What it was stays here: an answer tells strangers nothing of our insides.
        log::error("request_failed",
                   {{"route", admitted.route != nullptr ? admitted.route->pattern : "console"}, {"why", error.what()}});
        return problem(500, "failed", "the server made a mistake; it is in its log");
    }
}

void Connection::cut_after(Deadline deadline)
{
    cutter_.expires_after(deadline);
    cutter_.async_wait([weak = weak_from_this()](const boost::system::error_code& cancelled) {
        if (const auto self = cancelled ? nullptr : weak.lock()) {
            self->close();
        }
    });
}

void Connection::cut_never()
{
    cutter_.cancel();
}

}  // namespace cordon::api
