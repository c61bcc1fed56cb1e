// SPDX-License-Identifier: Apache-2.0
#include "zone_reader.hpp"

#include "zone_check.hpp"

#include <cmath>

namespace cordon::model {

namespace {

enum class Form { point, line, polygon, multipolygon };

constexpr Names<Form, 4> forms{{
    {Form::point, "Point"},
    {Form::line, "LineString"},
    {Form::polygon, "Polygon"},
    {Form::multipolygon, "MultiPolygon"},
}};

/// A radius beyond this is no place an order can mean; metres.
constexpr double largest_radius_m = 100'000;

class ZoneReader {
public:
    ZoneReader(DocumentReader& reader, std::string_view named) : reader_{reader}, named_{named} {}

    void fault(std::string_view at, std::string_view what)
    {
        reader_.fault(at, fmt::format("zone {}: {}", named_, what));
    }

    Position position(const std::string& at, const JsonValue& value)
    {
        const JsonValue::List* numbers = value.as_list();
        if (numbers == nullptr || numbers->size() < 2 || numbers->size() > 3) {
            fault(at, fmt::format("is {}; must be [longitude, latitude]", said_of(value)));
            return {};
        }
        const auto lon = (*numbers)[0].as_number();
        const auto lat = (*numbers)[1].as_number();
        if (!lon || !lat || !numbers->back().as_number()) {  // the last may be a height
            fault(at, fmt::format("holds {}, {}; must be [longitude, latitude]", said_of((*numbers)[0]),
                                  said_of((*numbers)[1])));
            return {};
        }
        const auto place = Position::from_degrees(*lat, *lon);
        if (!place) {
            fault(at, fmt::format("{}, {} is not a longitude and a latitude in degrees", said_of((*numbers)[0]),
                                  said_of((*numbers)[1])));
        }
        return place.value_or(Position{});
    }

    /// Positions; after the zone has more than it may, no more are read.
    std::vector<Position> line(const std::string& at, const JsonValue* value)
    {
        std::vector<Position> out;
        for (const JsonValue& item : reader_.items(at, value, true)) {
            if (++vertices_ > max_zone_vertices) {
                break;
            }
            out.push_back(position(at + pointer_step(out.size()), item));
        }
        return out;
    }

    Polygon polygon(const std::string& at, const JsonValue* value)
    {
        Polygon out;
        for (const JsonValue& ring : reader_.items(at, value, true)) {
            if (has_too_many()) {
                break;
            }
            out.rings.push_back(line(at + pointer_step(out.rings.size()), &ring));
        }
        return out;
    }

    Area area(Form form, const std::string& at, const JsonValue* value)
    {
        if (form == Form::polygon) {
            return {.parts = {polygon(at, value)}};
        }
        Area out;
        for (const JsonValue& part : reader_.items(at, value, true)) {
            if (has_too_many()) {
                break;
            }
            out.parts.push_back(polygon(at + pointer_step(out.parts.size()), &part));
        }
        return out;
    }

    /// What can be said of the rings once all positions are good.
    void check(Form form, const std::string& at, const Area& area)
    {
        for (const ZoneFault& found : check_area(area)) {
            std::string where = at;
            if (found.part && form == Form::multipolygon) {
                where += pointer_step(*found.part);
            }
            if (found.ring) {
                where += pointer_step(*found.ring);
            }
            fault(where, found.what);
        }
    }

    [[nodiscard]] bool has_too_many() const noexcept { return vertices_ > max_zone_vertices; }

private:
    DocumentReader& reader_;
    std::string_view named_;
    std::size_t vertices_ = 0;
};

Metres read_radius(ZoneReader& zone, const std::string& at, const JsonValue* value)
{
    const auto radius = value == nullptr ? std::nullopt : value->as_number();
    // A millimetre is the least that decisions can tell apart.
    if (!radius || *radius < 0.001 || *radius > largest_radius_m) {
        zone.fault(at, fmt::format("{}; must be a radius in metres, more than 0 to {}",
                                   value == nullptr ? "is missing" : "is " + said_of(*value), largest_radius_m));
        return {};
    }
    return {*radius};
}

Shape read_form(DocumentReader& reader, ZoneReader& zone, Form form, std::string_view at, const JsonValue& object)
{
    const std::string radius_at = fmt::format("{}/radius_m", at);
    const std::string where = fmt::format("{}/geometry/coordinates", at);
    const JsonValue* radius = object.find("radius_m");
    const JsonValue* coordinates = object.find("geometry")->find("coordinates");
    const std::size_t before = reader.count();
    if (form == Form::point) {
        const Position centre = coordinates == nullptr ? Position{} : zone.position(where, *coordinates);
        return Circle{.centre = centre, .radius = read_radius(zone, radius_at, radius)};
    }
    Shape shape;
    if (form == Form::line) {
        Corridor corridor{.line = zone.line(where, coordinates)};
        if (reader.count() == before && coordinates != nullptr && corridor.line.size() < 2) {
            zone.fault(where, "a corridor needs two positions");
        }
        corridor.radius = read_radius(zone, radius_at, radius);
        shape = std::move(corridor);
    } else {
        Area area = zone.area(form, where, coordinates);
        if (!zone.has_too_many() && reader.count() == before && coordinates != nullptr) {
            zone.check(form, where, area);
        }
        if (radius != nullptr) {
            zone.fault(radius_at, fmt::format("a {} takes no radius", name_of(forms, form)));
        }
        shape = std::move(area);
    }
    if (zone.has_too_many()) {
        zone.fault(where, fmt::format("has more than {} vertices", max_zone_vertices));
    }
    return shape;
}

}  // namespace

Shape read_shape(DocumentReader& reader, std::string_view at, const JsonValue& object, std::string_view named)
{
    const std::string at_geometry = fmt::format("{}/geometry", at);
    const JsonValue* geometry = object.find("geometry");
    ZoneReader zone{reader, named};
    if (geometry == nullptr || !reader.object(at_geometry, *geometry, {"type", "coordinates"}, {"bbox"})) {
        return {};
    }
    const JsonValue* type = geometry->find("type");
    const auto* words = type == nullptr ? nullptr : type->as_text();
    const auto form = words == nullptr ? std::nullopt : value_named(forms, *words);
    if (!form) {
        if (type != nullptr) {
            zone.fault(at_geometry + "/type", fmt::format("is {}; must be one of {}", said_of(*type), listed(forms)));
        }
        return {};
    }
    return read_form(reader, zone, *form, at, object);
}

}  // namespace cordon::model
