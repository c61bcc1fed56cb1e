// SPDX-License-Identifier: Apache-2.0
#include "routes.hpp"

#include "handlers.hpp"
#include "problem.hpp"
#include "target.hpp"

#include <array>
#include <utility>

namespace cordon::api {

namespace {

using enum Role;

// Who sees where wearers are and what they did. Probation, police and victim services see only their own people, by
// programme, region or force: until a credential carries that scope they see nobody.
constexpr Roles watching{operator_, supervisor, admin};
constexpr Roles deciding{supervisor, admin};
constexpr Roles administering{admin};
constexpr Roles running{operator_, supervisor, ops, admin};

constexpr auto everyone = Route::For::everyone;
constexpr auto any_caller = Route::For::any_caller;
constexpr auto by_role = Route::For::roles;

constexpr std::array table{
    Route{"GET", "/healthz", everyone, {}, get_healthz},
    Route{"GET", "/readyz", everyone, {}, get_readyz},
    Route{"POST", "/v1/session", everyone, {}, post_session},
    Route{"GET", "/v1/session", any_caller, {}, get_session},
    Route{"DELETE", "/v1/session", any_caller, {}, delete_session},
    Route{"GET", "/v1/incidents", by_role, watching, get_incidents},
    Route{"GET", "/v1/incidents/stream", by_role, watching, get_incident_stream},
    Route{"GET", "/v1/incidents/{id}", by_role, watching, get_incident},
    Route{"GET", "/v1/track/live", by_role, watching, get_live_track},
    Route{"GET", "/v1/zones", by_role, watching, get_zones},
    Route{"GET", "/v1/orders", by_role, watching, get_orders},
    Route{"POST", "/v1/orders", by_role, administering, post_orders, BodyKind::document},
    Route{"GET", "/v1/orders/{id}", by_role, watching, get_order},
    Route{"PUT", "/v1/orders/{id}", by_role, deciding, put_order, BodyKind::order},
    Route{"GET", "/v1/devices", by_role, running, get_devices},
    Route{"GET", "/v1/tokens", by_role, administering, get_tokens},
    Route{"POST", "/v1/tokens", by_role, administering, post_token},
    Route{"GET", "/v1/tokens/{id}", by_role, administering, get_token},
    Route{"DELETE", "/v1/tokens/{id}", by_role, administering, delete_token},
};

/// What stands in the place of each {…}, or nothing where the path is not of the pattern.
std::optional<std::vector<std::string>> match(std::string_view pattern, const std::vector<std::string>& segments)
{
    std::vector<std::string> names;
    std::size_t at = 0;
    while (!pattern.empty()) {
        pattern.remove_prefix(1);
        const std::string_view part = pattern.substr(0, pattern.find('/'));
        pattern.remove_prefix(part.size());
        if (at == segments.size()) {
            return std::nullopt;
        }
        if (part.starts_with('{')) {
            names.push_back(segments[at]);
        } else if (part != segments[at]) {
            return std::nullopt;
        }
        ++at;
    }
    return at == segments.size() ? std::optional{std::move(names)} : std::nullopt;
}

struct Found {
    const Route* route = nullptr;
    std::vector<std::string> names;
    std::string allowed;  ///< methods of other routes with this path
};

Found find_route(std::string_view method, const std::vector<std::string>& segments)
{
    Found found;
    for (const Route& route : table) {
        auto names = match(route.pattern, segments);
        if (!names) {
            continue;
        }
        if (route.method == method) {
            return {.route = &route, .names = std::move(*names)};
        }
        found.allowed.append(found.allowed.empty() ? "" : ", ").append(route.method);
    }
    return found;
}

Response method_not_allowed(std::string allowed)
{
    Response response = problem(405, "method_not_allowed", "this path does not take that method");
    response.headers.emplace_back("Allow", std::move(allowed));
    return response;
}

Response unauthenticated()
{
    return problem(401, "unauthenticated", "send a valid token: `Authorization: Bearer …`, or sign in");
}

bool is_of_api(const std::vector<std::string>& segments)
{
    return !segments.empty() && segments.front() == "v1";
}

Response starting()
{
    Response response = problem(503, "starting", "the journal is still being read; try again in a moment");
    response.headers.emplace_back("Retry-After", "1");
    return response;
}

/// A path that is no route: of the API, a refusal that says nothing to strangers; else a file of the console.
std::variant<Admitted, Response> admit_unrouted(const Request& head, Door door, const Site& site, Found found,
                                                const std::vector<std::string>& segments)
{
    if (is_of_api(segments) && !identify(head, door, site.model.tokens(), site.sessions, site.now())) {
        return unauthenticated();
    }
    if (!found.allowed.empty()) {
        return method_not_allowed(std::move(found.allowed));
    }
    if (is_of_api(segments) || door == Door::local) {
        return problem(404, "not_found", "there is nothing here");
    }
    if (head.method != "GET") {
        return method_not_allowed("GET, HEAD");
    }
    return Admitted{.max_body = 0};
}

std::size_t max_body(const Route& route, const Caller& caller)
{
    const bool document = route.body == BodyKind::document || route.body == BodyKind::order;
    return document && caller.role == Role::admin ? model::max_document_bytes : max_small_body;
}

std::variant<Admitted, Response> admit_routed(const Request& head, Door door, const Site& site, Found found)
{
    const Route& route = *found.route;
    Admitted admitted{.route = &route, .names = std::move(found.names), .max_body = max_small_body};
    if (route.who == everyone) {
        if (route.writes() && is_cross_origin(head)) {
            return problem(403, "cross_origin", "this must come from a page of this server");
        }
        return admitted;
    }
    admitted.caller = identify(head, door, site.model.tokens(), site.sessions, site.now());
    if (!admitted.caller) {
        return unauthenticated();
    }
    if (route.who == by_role && !route.roles.has(admitted.caller->role)) {
        return problem(403, "forbidden", "your role may not do this");
    }
    if (route.writes() && admitted.caller->by == Caller::By::cookie && !is_same_origin(head)) {
        return problem(403, "cross_origin", "a signed-in page's change must come from a page of this server");
    }
    admitted.max_body = max_body(route, *admitted.caller);
    return admitted;
}

}  // namespace

std::span<const Route> routes() noexcept
{
    return table;
}

std::variant<Admitted, Response> admit(const Request& head, Door door, const Site& site)
{
    if (door == Door::web && !is_known_host(head.header("host"), site.options.host_names)) {
        return problem(421, "unknown_host", "this server does not go by that name; see api.host_names");
    }
    const auto segments = path_segments(head.path);
    if (!segments) {
        return problem(400, "bad_path", "the path is not one this server can have");
    }
    Found found = find_route(head.method, *segments);
    if (is_of_api(*segments) && !site.caught_up) {
        return starting();
    }
    if (found.route == nullptr) {
        return admit_unrouted(head, door, site, std::move(found), *segments);
    }
    return admit_routed(head, door, site, std::move(found));
}

Response answer(const Admitted& admitted, const Request& request, Site& site)
{
    if (admitted.route == nullptr) {
        return site.console.answer(request.path, request.header("if-none-match"));
    }
    const Caller caller = admitted.caller.value_or(Caller{});
    return admitted.route->handle({.site = site, .request = request, .names = admitted.names, .caller = caller});
}

}  // namespace cordon::api
