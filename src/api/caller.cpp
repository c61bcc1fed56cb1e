// SPDX-License-Identifier: Apache-2.0
#include "caller.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace cordon::api {

namespace {

/// Longer than any secret of ours; what is longer is not hashed.
constexpr std::size_t max_secret = 256;

std::string lower(std::string_view text)
{
    std::string lowered{text};
    std::ranges::transform(lowered, lowered.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lowered;
}

std::optional<Caller> caller_of(const model::TokenRecord* token, Caller::By by, std::string_view session)
{
    const auto role = token != nullptr ? role_named(token->role) : std::nullopt;
    if (!role) {
        return std::nullopt;  // a role of a later release has no rights here
    }
    return Caller{.role = *role,
                  .person = {token->name},
                  .by = by,
                  .token_id = token->id,
                  .session_secret = std::string{session}};
}

std::optional<std::string_view> bearer(std::string_view header)
{
    constexpr std::string_view scheme = "bearer ";
    if (header.size() <= scheme.size() || lower(header.substr(0, scheme.size())) != scheme) {
        return std::nullopt;
    }
    return header.substr(scheme.size());
}

/// "cordon.example.org:8443" → "cordon.example.org"; "[::1]:8080" → "[::1]".
std::string_view without_port(std::string_view host)
{
    const std::size_t from = host.starts_with('[') ? std::min(host.find(']'), host.size()) : 0;
    return host.substr(0, host.find(':', from));
}

bool is_loopback_address(std::string_view host)
{
    return host.starts_with("127.") && host.size() <= 15 &&
           host.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool origin_matches(std::string_view origin, std::string_view host)
{
    const std::size_t scheme = origin.find("://");
    return scheme != std::string_view::npos && !host.empty() && lower(origin.substr(scheme + 3)) == lower(host);
}

}  // namespace

std::optional<Caller> identify(const Request& request, Door door, const TokenList& tokens, const SessionStore& sessions,
                               UtcTime now)
{
    if (door == Door::local) {
        return Caller{.role = Role::admin, .person = {"local administrator"}, .by = Caller::By::local};
    }
    const std::string_view authorization = request.header("authorization");
    if (!authorization.empty()) {
        const auto secret = bearer(authorization);
        return secret && secret->size() <= max_secret ? caller_of(tokens.holder(*secret, now), Caller::By::token, {})
                                                      : std::nullopt;
    }
    const std::string_view secret = cookie(request, session_cookie);
    if (secret.empty() || secret.size() > max_secret) {
        return std::nullopt;
    }
    const Session* const session = sessions.find(secret, now);
    return session != nullptr ? caller_of(tokens.valid(session->token_id, now), Caller::By::cookie, secret)
                              : std::nullopt;
}

bool still_holds(const Caller& caller, const TokenList& tokens, const SessionStore& sessions, UtcTime now)
{
    if (caller.by == Caller::By::local) {
        return true;
    }
    const bool session = caller.by != Caller::By::cookie || sessions.find(caller.session_secret, now) != nullptr;
    return session && tokens.valid(caller.token_id, now) != nullptr;
}

bool is_known_host(std::string_view host, const std::vector<std::string>& names)
{
    const std::string name = lower(without_port(host));
    if (name == "localhost" || name == "[::1]" || is_loopback_address(name)) {
        return true;
    }
    return !name.empty() && std::ranges::any_of(names, [&](const std::string& known) { return lower(known) == name; });
}

bool is_same_origin(const Request& request)
{
    const std::string_view site = request.header("sec-fetch-site");
    if (!site.empty()) {
        return site == "same-origin";
    }
    return origin_matches(request.header("origin"), request.header("host"));
}

bool is_cross_origin(const Request& request)
{
    const bool says = !request.header("sec-fetch-site").empty() || !request.header("origin").empty();
    return says && !is_same_origin(request);
}

std::string_view cookie(const Request& request, std::string_view name)
{
    std::string_view left = request.header("cookie");
    while (!left.empty()) {
        std::string_view pair = left.substr(0, left.find(';'));
        left.remove_prefix(std::min(left.size(), pair.size() + 1));
        pair.remove_prefix(std::min(pair.size(), pair.find_first_not_of(' ')));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        if (pair.substr(0, equals) == name) {
            return pair.substr(std::min(pair.size(), equals + 1));
        }
    }
    return {};
}

}  // namespace cordon::api
