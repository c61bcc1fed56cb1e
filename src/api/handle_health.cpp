// SPDX-License-Identifier: Apache-2.0
#include "handlers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace cordon::api {

namespace {

using nlohmann::ordered_json;

Stage own_stage(const Site& site)
{
    if (site.unreadable) {
        return {.name = "api", .state = StageState::not_ready, .detail = "the journal or the feed cannot be read"};
    }
    if (!site.caught_up) {
        return {.name = "api", .state = StageState::not_ready, .detail = "reading the journal"};
    }
    return {.name = "api", .state = StageState::ok, .detail = {}};
}

Response json_response(unsigned status, const ordered_json& body)
{
    Response response{.status = status, .body = body.dump(-1, ' ', false, ordered_json::error_handler_t::replace)};
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

}  // namespace

std::string_view to_string(StageState state) noexcept
{
    switch (state) {
        case StageState::ok:
            return "ok";
        case StageState::warning:
            return "warning";
        case StageState::not_ready:
            return "not_ready";
    }
    return "not_ready";
}

Response get_healthz(const Exchange&)
{
    return json_response(200, {{"status", "alive"}});
}

Response get_readyz(const Exchange& exchange)
{
    Health health = exchange.site.health();
    health.stages.push_back(own_stage(exchange.site));
    ordered_json stages = ordered_json::array();
    ordered_json warnings = ordered_json::array();
    for (const Stage& stage : health.stages) {
        stages.push_back({{"name", stage.name}, {"state", to_string(stage.state)}, {"detail", stage.detail}});
        if (stage.state == StageState::warning) {
            warnings.push_back(stage.name);
        }
    }
    const bool ready =
        std::ranges::none_of(health.stages, [](const Stage& stage) { return stage.state == StageState::not_ready; });
    return json_response(
        ready ? 200 : 503,
        {{"status", ready ? "ready" : "not_ready"}, {"warnings", std::move(warnings)}, {"stages", std::move(stages)}});
}

}  // namespace cordon::api
