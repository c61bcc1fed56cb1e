// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/model/position.hpp>

#include <string>
#include <vector>

namespace cordon::test {

/// An order as the journal keeps it, with what a test wants to say of it; the rest is plain.
struct OrderJson {
    std::string id = "ORD-1";
    std::string starts = "2026-01-05T10:00:00Z";
    std::string ends = "null";  ///< or a quoted time
    std::string activations = R"({"device":"356307042441013","kind":"tag","from":"2026-01-05T10:00:00Z","to":null})";
    std::vector<std::string> conditions;
    std::string thresholds = "{}";

    [[nodiscard]] std::string text() const
    {
        std::string all;
        for (const auto& condition : conditions) {
            all += (all.empty() ? "" : ",") + condition;
        }
        return R"({"id":")" + id + R"(","type":"licence","time_zone":"Europe/London","starts":")" + starts +
               R"(","ends":)" + ends + R"(,"wearer":{"id":"W-1"},"activations":[)" + activations +
               R"(],"conditions":[)" + all + R"(],"thresholds":)" + thresholds + "}";
    }
};

[[nodiscard]] inline std::string json_of(model::Position position)
{
    const auto decimal = [](std::int64_t e7) {
        const std::string sign = e7 < 0 ? "-" : "";
        std::string digits = std::to_string(e7 < 0 ? -e7 : e7);
        digits.insert(0, digits.size() < 8 ? 8 - digits.size() : 0, '0');
        return sign + digits.substr(0, digits.size() - 7) + "." + digits.substr(digits.size() - 7);
    };
    return "[" + decimal(position.lon_e7()) + "," + decimal(position.lat_e7()) + "]";
}

[[nodiscard]] inline std::string ring_json(const std::vector<model::Position>& corners)
{
    std::string text = "[";
    for (const auto& corner : corners) {
        text += json_of(corner) + ",";
    }
    return text + json_of(corners.front()) + "]";
}

/// `more` is what else the condition says: `,"buffer_m":200`.
[[nodiscard]] inline std::string polygon_condition(const std::string& id,
                                                   const std::vector<std::vector<model::Position>>& rings,
                                                   const std::string& more = "")
{
    std::string text;
    for (const auto& ring : rings) {
        text += (text.empty() ? "" : ",") + ring_json(ring);
    }
    return R"({"id":")" + id + R"(","type":"exclusion_zone","geometry":{"type":"Polygon","coordinates":[)" + text +
           "]}" + more + "}";
}

[[nodiscard]] inline std::string circle_condition(const std::string& id, model::Position centre, double radius_m,
                                                  const std::string& more = "")
{
    return R"({"id":")" + id + R"(","type":"exclusion_zone","geometry":{"type":"Point","coordinates":)" +
           json_of(centre) + R"(},"radius_m":)" + std::to_string(radius_m) + more + "}";
}

}  // namespace cordon::test
