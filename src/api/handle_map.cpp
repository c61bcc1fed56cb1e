// SPDX-License-Identifier: Apache-2.0
#include "handlers.hpp"
#include "problem.hpp"
#include "shown.hpp"
#include "target.hpp"

namespace cordon::api {

namespace {

/// What a browser still draws; an installation with more asks by order.
constexpr std::size_t max_zone_bytes = 16U << 20U;

}  // namespace

Response get_live_track(const Exchange& exchange)
{
    WantPositions want;
    if (const auto it = exchange.request.query.find("bbox"); it != exchange.request.query.end()) {
        const auto box = parse_box(it->second);
        if (!box) {
            return problem(400, "bad_bbox", "bbox is minlon,minlat,maxlon,maxlat in degrees, the smaller first");
        }
        want.box = *box;
    }
    return {.content_type = "text/event-stream", .then = want};
}

Response get_zones(const Exchange& exchange)
{
    const OrderBook& book = exchange.site.model.orders();
    const auto only = exchange.request.query.find("order");
    std::string features;
    bool truncated = false;
    for (const auto& [id, booked] : book.orders()) {
        if (only != exchange.request.query.end() && id.text != only->second) {
            continue;
        }
        if (features.size() > max_zone_bytes) {
            truncated = true;
            break;
        }
        const std::string more = zone_features_json(booked);
        features += features.empty() || more.empty() ? "" : ",";
        features += more;
    }
    return {.content_type = "application/geo+json",
            .body = std::string{R"({"type":"FeatureCollection","truncated":)"} + (truncated ? "true" : "false") +
                    ",\"features\":[" + features + "]}"};
}

}  // namespace cordon::api
