// SPDX-License-Identifier: Apache-2.0
#include "handlers.hpp"
#include "problem.hpp"
#include "shown.hpp"
#include "target.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace cordon::api {

namespace {

constexpr std::size_t default_page = 100;
constexpr std::size_t max_page = 1'000;

constexpr std::array<std::string_view, 5> states{"new", "acknowledged", "escalated", "shelved", "closed"};

struct Page {
    std::size_t limit = default_page;
    std::optional<model::StreamId> before;  ///< the cursor: only what opened before it
    std::optional<std::string> state;
};

std::optional<Page> read_page(const Parameters& query)
{
    Page page;
    const auto limit = whole_number(query, "limit", default_page, max_page);
    if (!limit) {
        return std::nullopt;
    }
    page.limit = *limit;
    if (const auto it = query.find("cursor"); it != query.end()) {
        page.before = model::parse_stream_id(it->second);
        if (!page.before) {
            return std::nullopt;
        }
    }
    if (const auto it = query.find("state"); it != query.end()) {
        if (std::ranges::find(states, it->second) == states.end()) {
            return std::nullopt;
        }
        page.state = it->second;
    }
    return page;
}

Sight sight_of(const Caller& caller)
{
    return caller.role == Role::admin ? Sight::full : Sight::limited;
}

}  // namespace

Response get_incidents(const Exchange& exchange)
{
    const auto page = read_page(exchange.request.query);
    if (!page) {
        return problem(400, "bad_query",
                       "limit is 1 to 1000, cursor the `next` of the page before, state one of new, "
                       "acknowledged, escalated, shelved, closed");
    }
    const auto& incidents = exchange.site.model.incidents().by_opening();
    const Sight sight = sight_of(exchange.caller);
    std::string body = "{\"incidents\":[";
    std::string next = "null";
    std::size_t shown = 0;
    std::string last;
    // Newest first: those an operator has to see now.
    const auto from = page->before ? incidents.lower_bound(*page->before) : incidents.end();
    for (auto it = std::make_reverse_iterator(from); it != incidents.rend(); ++it) {
        const model::Episode& episode = it->second.episode;
        if (page->state && state_of(episode) != *page->state) {
            continue;
        }
        if (shown == page->limit) {
            next = json_string(last);
            break;
        }
        body += shown == 0 ? "" : ",";
        body += incident_json(episode, exchange.site.model.orders(), sight);
        last = model::to_string(it->first);
        ++shown;
    }
    Response response{.body = body + "],\"next\":" + next + "}"};
    response.headers.emplace_back("Stream-Position", model::to_string(exchange.site.model.incidents().position()));
    return response;
}

Response get_incident(const Exchange& exchange)
{
    const Incident* const incident = exchange.site.model.incidents().find(EpisodeId{exchange.names.at(0)});
    if (incident == nullptr) {
        return problem(404, "not_found", "there is no such incident");
    }
    Response response{.body =
                          incident_json(incident->episode, exchange.site.model.orders(), sight_of(exchange.caller))};
    response.headers.emplace_back("Stream-Position", model::to_string(incident->last));
    return response;
}

Response get_incident_stream(const Exchange& exchange)
{
    WantIncidents want;
    if (const auto it = exchange.request.headers.find("last-event-id"); it != exchange.request.headers.end()) {
        want.after = it->second;
    } else if (const auto after = exchange.request.query.find("after"); after != exchange.request.query.end()) {
        want.after = after->second;
    }
    return {.content_type = "text/event-stream", .then = std::move(want)};
}

}  // namespace cordon::api
