// SPDX-License-Identifier: Apache-2.0
#include "condition_reader.hpp"

#include "schedule_reader.hpp"
#include "threshold_reader.hpp"
#include "zone_reader.hpp"

#include <variant>

namespace cordon::model {

namespace {

enum class RuleType {
    exclusion_zone,
    inclusion_zone,
    restriction_zone,
    curfew,
    attendance,
    proximity,
    trail,
};

constexpr Names<RuleType, 7> rule_types{{
    {RuleType::exclusion_zone, "exclusion_zone"},
    {RuleType::inclusion_zone, "inclusion_zone"},
    {RuleType::restriction_zone, "restriction_zone"},
    {RuleType::curfew, "curfew"},
    {RuleType::attendance, "attendance"},
    {RuleType::proximity, "proximity"},
    {RuleType::trail, "trail"},
}};

/// A ring or a protected distance wider than this is no warning any more; metres.
constexpr double largest_distance_m = 50'000;
/// A curfew has at most three addresses (domain.md).
constexpr std::size_t most_places = 3;
constexpr double minutes_a_day = 1440;

bool check_keys(DocumentReader& reader, std::string_view at, const JsonValue& value, RuleType type)
{
    switch (type) {
        case RuleType::exclusion_zone:
            return reader.object(at, value, {"id", "type", "geometry"},
                                 {"name", "thresholds", "radius_m", "buffer_m", "schedule"});
        case RuleType::inclusion_zone:
            return reader.object(at, value, {"id", "type", "geometry"}, {"name", "thresholds", "radius_m", "schedule"});
        case RuleType::restriction_zone:
            return reader.object(at, value, {"id", "type", "geometry"}, {"name", "thresholds", "radius_m"});
        case RuleType::curfew:
            return reader.object(at, value, {"id", "type", "places", "windows"},
                                 {"name", "thresholds", "except_dates"});
        case RuleType::attendance:
            return reader.object(at, value, {"id", "type", "geometry", "windows", "minutes"},
                                 {"name", "thresholds", "radius_m", "except_dates"});
        case RuleType::proximity:
            return reader.object(at, value, {"id", "type", "distance_m"}, {"name", "thresholds", "schedule"});
        case RuleType::trail:
            return reader.object(at, value, {"id", "type"}, {"name", "thresholds"});
    }
    return false;
}

class RuleReader {
public:
    RuleReader(DocumentReader& reader, std::string_view at, const JsonValue& value, std::string named)
        : reader_{reader}, at_{at}, value_{value}, named_{std::move(named)}
    {
    }

    Rule read(RuleType type)
    {
        switch (type) {
            case RuleType::exclusion_zone:
                return ExclusionZone{.shape = shape(), .buffer = buffer(), .schedule = own_schedule()};
            case RuleType::inclusion_zone:
                return InclusionZone{.shape = shape(), .schedule = own_schedule()};
            case RuleType::restriction_zone:
                return RestrictionZone{.shape = shape()};
            case RuleType::curfew:
                return curfew();
            case RuleType::attendance:
                return Attendance{.shape = shape(),
                                  .schedule = read_schedule(reader_, at_, value_, nullptr),
                                  .minutes = positive("minutes", minutes_a_day)};
            case RuleType::proximity:
                return Proximity{.distance = {positive("distance_m", largest_distance_m)}, .schedule = own_schedule()};
            case RuleType::trail:
                return Trail{};
        }
        return Trail{};
    }

private:
    Shape shape() { return read_shape(reader_, at_, value_, named_); }

    Metres buffer()
    {
        return {reader_.number(at_ + "/buffer_m", value_.find("buffer_m"), {.low = 0, .high = largest_distance_m})};
    }

    double positive(std::string_view key, double high)
    {
        return reader_.number(fmt::format("{}/{}", at_, key), value_.find(key),
                              {.low = 0, .high = high, .above = true});
    }

    std::optional<Schedule> own_schedule()
    {
        const JsonValue* value = value_.find("schedule");
        const std::string at = at_ + "/schedule";
        if (value == nullptr || !reader_.object(at, *value, {"windows"}, {"except_dates"})) {
            return std::nullopt;
        }
        return read_schedule(reader_, at, *value, nullptr);
    }

    Rule curfew()
    {
        static const JsonValue no_places{JsonValue::Members{}};
        Curfew out;
        const JsonValue* places = value_.find("places");
        const std::string at = at_ + "/places";
        if (places != nullptr && places->as_members() == nullptr) {
            reader_.fault(at, fmt::format("is {}; must be an object of places", said_of(*places)));
        } else if (places != nullptr) {
            if (places->as_members()->size() > most_places) {
                reader_.fault(at, "at most three addresses");
            }
            for (const auto& [name, place] : *places->as_members()) {
                put_place(at + pointer_step(name), name, place, out);
            }
        }
        const bool readable = places != nullptr && places->as_members() != nullptr;
        out.schedule = read_schedule(reader_, at_, value_, readable ? places : &no_places);
        return out;
    }

    void put_place(const std::string& at, const std::string& name, const JsonValue& place, Curfew& out)
    {
        if (!reader_.object(at, place, {"geometry"}, {"radius_m", "name"})) {
            return;
        }
        if (name.empty() || name.size() > longest_id) {
            reader_.fault(at, fmt::format("a place has a name of 1 to {} bytes", longest_id));
        }
        reader_.text(at + "/name", DocumentReader::unless_null(&place, "name"));
        out.places.emplace(name, read_shape(reader_, at, place, fmt::format("{} {}", named_, name)));
    }

    DocumentReader& reader_;
    std::string at_;
    const JsonValue& value_;
    std::string named_;
};

}  // namespace

Condition read_condition(DocumentReader& reader, std::string_view at, const JsonValue& value, const Thresholds& base)
{
    Condition out{.thresholds = base, .rule = Trail{}};
    if (value.as_members() == nullptr) {
        reader.fault(at, fmt::format("is {}; must be an object", said_of(value)));
        return out;
    }
    const JsonValue* type = value.find("type");
    const std::size_t before = reader.count();
    const RuleType rule_type = reader.word(fmt::format("{}/type", at), type, rule_types);
    if (type == nullptr) {
        reader.fault(fmt::format("{}/type", at), "is missing; must be one of " + listed(rule_types));
    }
    out.id.text = reader.id(fmt::format("{}/id", at), value.find("id"));
    if (type == nullptr || reader.count() != before) {
        return out;  // which keys belong here depends on the type
    }
    check_keys(reader, at, value, rule_type);
    out.name = reader.text(fmt::format("{}/name", at), DocumentReader::unless_null(&value, "name"));
    out.thresholds = read_thresholds(reader, fmt::format("{}/thresholds", at), value.find("thresholds"), base,
                                     ThresholdScope::condition);
    const std::string named = out.name.empty() ? out.id.text : out.id.text + " " + out.name;
    out.rule = RuleReader{reader, at, value, named}.read(rule_type);
    return out;
}

}  // namespace cordon::model
