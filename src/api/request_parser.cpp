// SPDX-License-Identifier: Apache-2.0
#include "request_parser.hpp"

#include "target.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace cordon::api {

namespace http = boost::beast::http;

namespace {

/// Two headers of these names would be two answers to who asks, or for what host.
constexpr std::array<std::string_view, 6> single_headers{"host",   "authorization",  "content-length",
                                                         "origin", "sec-fetch-site", "last-event-id"};

std::string lower(std::string_view text)
{
    std::string lowered{text};
    std::ranges::transform(lowered, lowered.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lowered;
}

}  // namespace

class RequestParser::Impl {
public:
    Impl()
    {
        parser.header_limit(max_head);
        parser.body_limit(boost::none);  // set once the head has said who asks
        parser.eager(true);
    }

    http::request_parser<http::string_body> parser;
    bool told_head = false;
};

RequestParser::RequestParser() : impl_{std::make_unique<Impl>()} {}

RequestParser::~RequestParser() = default;

RequestParser::Put RequestParser::put(std::string_view bytes)
{
    auto& parser = impl_->parser;
    std::size_t used = 0;
    // Beast takes one part a call (the head, a chunk's header, …): it is asked until it wants more than there is.
    while (true) {
        if (impl_->told_head && parser.is_done()) {
            return {.step = Step::done, .used = used};
        }
        if (used == bytes.size()) {
            return {.step = Step::more, .used = used};
        }
        parser.eager(impl_->told_head);
        boost::system::error_code error;
        used += parser.put(boost::asio::const_buffer(bytes.data() + used, bytes.size() - used), error);
        if (error && error != http::error::need_more) {
            const bool head = error == http::error::header_limit;
            const bool body = error == http::error::body_limit;
            return {.step = head ? Step::head_too_long : (body ? Step::body_too_long : Step::bad), .used = used};
        }
        if (parser.is_header_done() && !impl_->told_head) {
            impl_->told_head = true;
            return {.step = Step::head, .used = used};
        }
        if (error == http::error::need_more) {
            return {.step = Step::more, .used = used};
        }
    }
}

bool RequestParser::allow_body(std::size_t most)
{
    const auto length = impl_->parser.content_length();
    impl_->parser.body_limit(most);
    return !length || *length <= most;
}

bool RequestParser::expects_body() const
{
    const auto length = impl_->parser.content_length();
    return impl_->parser.chunked() || (length && *length > 0);
}

bool RequestParser::expects_continue() const
{
    return boost::beast::iequals(impl_->parser.get()[http::field::expect], "100-continue");
}

bool RequestParser::keeps_alive() const
{
    return impl_->parser.keep_alive();
}

std::optional<Request> RequestParser::head() const
{
    const auto& message = impl_->parser.get();
    auto target = parse_target({message.target().data(), message.target().size()});
    if (!target) {
        return std::nullopt;
    }
    Request request{.method = std::string{message.method_string()},
                    .path = std::move(target->path),
                    .query = std::move(target->query)};
    for (const auto& field : message) {
        std::string name = lower({field.name_string().data(), field.name_string().size()});
        const bool single = std::ranges::find(single_headers, name) != single_headers.end();
        const std::string value{field.value()};
        const auto [it, fresh] = request.headers.emplace(std::move(name), value);
        if (!fresh && single) {
            return std::nullopt;
        }
        if (!fresh) {
            it->second.append(it->first == "cookie" ? "; " : ", ").append(value);
        }
    }
    return request;
}

std::string RequestParser::take_body()
{
    return std::move(impl_->parser.get().body());
}

}  // namespace cordon::api
