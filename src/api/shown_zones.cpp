// SPDX-License-Identifier: Apache-2.0
#include "shown.hpp"

#include <nlohmann/json.hpp>

#include <utility>
#include <vector>

namespace cordon::api {

namespace {

using nlohmann::ordered_json;

template <class... Takers>
struct Overloaded : Takers... {
    using Takers::operator()...;
};

// GeoJSON wants longitude first.
ordered_json pair_of(model::Position position)
{
    return ordered_json::array({position.lon(), position.lat()});
}

ordered_json line_of(const std::vector<model::Position>& positions)
{
    ordered_json line = ordered_json::array();
    for (const model::Position position : positions) {
        line.push_back(pair_of(position));
    }
    return line;
}

ordered_json polygon_of(const model::Polygon& polygon)
{
    ordered_json rings = ordered_json::array();
    for (const model::Ring& ring : polygon.rings) {
        rings.push_back(line_of(ring));
    }
    return rings;
}

ordered_json geometry_of(const model::Area& area)
{
    if (area.parts.size() == 1) {
        return {{"type", "Polygon"}, {"coordinates", polygon_of(area.parts.front())}};
    }
    ordered_json parts = ordered_json::array();
    for (const model::Polygon& part : area.parts) {
        parts.push_back(polygon_of(part));
    }
    return {{"type", "MultiPolygon"}, {"coordinates", std::move(parts)}};
}

ordered_json geometry_of(const model::Shape& shape)
{
    return std::visit(Overloaded{
                          [](const model::Circle& circle) -> ordered_json {
                              return {{"type", "Point"}, {"coordinates", pair_of(circle.centre)}};
                          },
                          [](const model::Corridor& corridor) -> ordered_json {
                              return {{"type", "LineString"}, {"coordinates", line_of(corridor.line)}};
                          },
                          [](const model::Area& area) { return geometry_of(area); },
                      },
                      shape);
}

ordered_json radius_of(const model::Shape& shape)
{
    if (const auto* const circle = std::get_if<model::Circle>(&shape)) {
        return circle->radius.value;
    }
    if (const auto* const corridor = std::get_if<model::Corridor>(&shape)) {
        return corridor->radius.value;
    }
    return nullptr;
}

struct ShownShape {
    const model::Shape* shape;
    std::string place;  ///< of a curfew
    double buffer_m = 0;
};

std::vector<ShownShape> shapes_of(const model::Rule& rule)
{
    return std::visit(
        Overloaded{
            [](const model::ExclusionZone& zone) {
                return std::vector<ShownShape>{{.shape = &zone.shape, .place = {}, .buffer_m = zone.buffer.value}};
            },
            [](const model::InclusionZone& zone) {
                return std::vector<ShownShape>{{.shape = &zone.shape, .place = {}}};
            },
            [](const model::RestrictionZone& zone) {
                return std::vector<ShownShape>{{.shape = &zone.shape, .place = {}}};
            },
            [](const model::Attendance& zone) { return std::vector<ShownShape>{{.shape = &zone.shape, .place = {}}}; },
            [](const model::Curfew& curfew) {
                std::vector<ShownShape> shapes;
                shapes.reserve(curfew.places.size());
                for (const auto& [place, shape] : curfew.places) {
                    shapes.push_back({.shape = &shape, .place = place});
                }
                return shapes;
            },
            [](const model::Proximity&) { return std::vector<ShownShape>{}; },
            [](const model::Trail&) { return std::vector<ShownShape>{}; },
        },
        rule);
}

}  // namespace

std::string zone_features_json(const BookedOrder& booked)
{
    std::string features;
    for (const model::Condition& condition : booked.order.conditions) {
        for (const ShownShape& shown : shapes_of(condition.rule)) {
            ordered_json feature{{"type", "Feature"}, {"geometry", geometry_of(*shown.shape)}};
            feature["properties"] = {
                {"order", booked.order.id.text},
                {"condition", condition.id.text},
                {"name", condition.name},
                {"type", model::rule_name(condition.rule)},
                {"place", shown.place.empty() ? ordered_json(nullptr) : ordered_json(shown.place)},
                {"radius_m", radius_of(*shown.shape)},
                {"buffer_m", shown.buffer_m},
            };
            features += features.empty() ? "" : ",";
            features += feature.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
        }
    }
    return features;
}

}  // namespace cordon::api
