// SPDX-License-Identifier: Apache-2.0
#include "fields.hpp"
#include "handlers.hpp"
#include "problem.hpp"
#include "shown.hpp"

#include <algorithm>
#include <utility>

namespace cordon::api {

namespace {

/// Room for a sentence.
constexpr std::size_t max_reason = 500;

std::string cookie_header(std::string_view secret, std::int64_t max_age_s, bool tls)
{
    std::string header{session_cookie};
    header.append("=").append(secret).append("; Path=/; HttpOnly; SameSite=Strict; Max-Age=");
    header.append(std::to_string(max_age_s)).append(tls ? "; Secure" : "");
    return header;
}

std::string session_json(const Caller& caller, const Session* session)
{
    std::string body =
        "{\"name\":" + json_string(caller.person.text) + ",\"role\":" + json_string(to_string(caller.role));
    if (session != nullptr) {
        body +=
            ",\"reason\":" + json_string(session->reason) + ",\"expires\":" + json_string(to_rfc3339(session->expires));
    }
    return body + "}";
}

bool is_blank(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

Response post_session(const Exchange& exchange)
{
    Site& site = exchange.site;
    const auto fields = read_fields(exchange.request.body, {"token", "reason"});
    if (!fields.has_value()) {
        return problem(400, "bad_body", fields.error().what);
    }
    const auto token = fields.value().find("token");
    const auto reason = fields.value().find("reason");
    if (reason == fields.value().end() || is_blank(reason->second) || reason->second.size() > max_reason) {
        return problem(400, "reason_required", "give the reason for which you look at people's data: \"reason\"");
    }
    const UtcTime now = site.now();
    const model::TokenRecord* const held = token == fields.value().end() || token->second.size() > 256
                                               ? nullptr
                                               : site.model.tokens().holder(token->second, now);
    const auto role = held != nullptr ? role_named(held->role) : std::nullopt;
    if (!role) {
        return problem(401, "unauthenticated", "this token does not hold");
    }
    const std::string secret = site.sessions.open(held->id, reason->second, now);
    const Caller caller{.role = *role, .person = {held->name}, .by = Caller::By::cookie, .token_id = held->id};
    Response response{.body = session_json(caller, site.sessions.find(secret, now))};
    const auto life_s = std::chrono::duration_cast<std::chrono::seconds>(site.sessions.life()).count();
    response.headers.emplace_back("Set-Cookie", cookie_header(secret, life_s, site.tls));
    return response;
}

Response get_session(const Exchange& exchange)
{
    const Caller& caller = exchange.caller;
    const Session* const session = caller.by == Caller::By::cookie
                                       ? exchange.site.sessions.find(caller.session_secret, exchange.site.now())
                                       : nullptr;
    return {.body = session_json(caller, session)};
}

Response delete_session(const Exchange& exchange)
{
    Response response{.status = 204};
    if (exchange.caller.by == Caller::By::cookie) {
        exchange.site.sessions.close(exchange.caller.session_secret);
        response.headers.emplace_back("Set-Cookie", cookie_header("", 0, exchange.site.tls));
    }
    return response;
}

}  // namespace cordon::api
