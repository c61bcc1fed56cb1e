// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "zone_walk.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

namespace cordon::test {

inline constexpr const char* other_tag = "356307042441021";
inline constexpr const char* phone = "+victim-1";

/// An order with every type of condition about one place: three exclusion zones, one with a hole and one by hours, an
/// inclusion and a restriction zone, a curfew at two places, an attendance, a protected person near by, permissions,
/// two tags, and an activation that ends on the way.
inline std::string every_condition()
{
    const auto square = [](double x, double y, double half) {
        return std::vector<model::Position>{AsciiMap::place(x - half, y - half), AsciiMap::place(x + half, y - half),
                                            AsciiMap::place(x + half, y + half), AsciiMap::place(x - half, y + half)};
    };
    const auto of_type = [](std::string condition, const std::string& type) {
        return condition.replace(condition.find("exclusion_zone"), 14, type);
    };
    const auto circle = [](double x, double y, int radius) {
        return R"({"geometry":{"type":"Point","coordinates":)" + json_of(AsciiMap::place(x, y)) + R"(},"radius_m":)" +
               std::to_string(radius) + "}";
    };
    const std::string daily = R"("days":["mon","tue","wed","thu","fri","sat","sun"])";
    OrderJson order{
        .conditions = {
            polygon_condition("Z1", {square(0, 0, 120)}, R"(,"buffer_m":150)"),
            polygon_condition("Z2", {square(400, 0, 150), square(400, 0, 60)}),
            circle_condition("Z3", AsciiMap::place(0, 400), 90,
                             R"(,"buffer_m":60,"schedule":{"windows":[{)" + daily +
                                 R"(,"start":"11:00","end":"13:30"},{"days":["mon"],"start":"22:00","end":"06:00"}]})"),
            of_type(polygon_condition("I1", {square(100, 200, 350)},
                                      R"(,"schedule":{"windows":[{)" + daily + R"(,"start":"14:00","end":"10:30"}]})"),
                    "inclusion_zone"),
            of_type(circle_condition("R1", AsciiMap::place(200, 150), 500), "restriction_zone"),
            R"({"id":"C1","type":"curfew","places":{"home":)" + circle(200, 200, 120) + R"(,"mother":)" +
                circle(0, 100, 150) + R"(},"windows":[{)" + daily +
                R"(,"start":"12:00","end":"15:00","place":"home"},{)" + daily +
                R"(,"start":"19:00","end":"07:00","place":"mother"}],"except_dates":["2026-01-07"]})",
            R"({"id":"A1","type":"attendance",)" + circle(300, 300, 200).substr(1, circle(300, 300, 200).size() - 2) +
                R"(,"windows":[{)" + daily + R"(,"start":"10:30","end":"12:30"}],"minutes":20})",
            R"({"id":"P1","type":"proximity","distance_m":150})",
        }};
    order.activations =
        R"({"device":"356307042441013","kind":"tag","from":"2026-01-05T10:00:00Z","to":null},)"
        R"({"device":"+victim-1","kind":"protected","from":"2026-01-05T10:00:00Z","to":null},)"
        R"({"device":"356307042441021","kind":"tag","from":"2026-01-05T10:00:00Z","to":"2026-01-05T16:00:00Z"})";
    std::string text = order.text();
    text.pop_back();
    return text +
           R"(,"permissions":[{"condition":"R1","from":"2026-01-05T11:00:00Z","to":"2026-01-05T11:40:00Z","reason":"court","approved_by":"A"},)"
           R"({"condition":"C1","from":"2026-01-05T13:00:00Z","to":"2026-01-05T14:00:00Z","reason":"work","approved_by":"A"},)"
           R"({"condition":"A1","from":"2026-01-06T11:00:00Z","to":"2026-01-06T11:30:00Z","reason":"ill","approved_by":"A"}]})";
}

/// A restless walk of up to a few days, with leaps, bad circles, cell fixes and fixes of one time.
inline std::vector<model::Observation> random_walk(std::mt19937& chance, int fixes)
{
    using namespace std::chrono_literals;
    const auto draw = [&](int n) { return static_cast<int>(chance() % static_cast<unsigned>(n)); };
    std::vector<model::Observation> walk;
    double x = 0;
    double y = 200;
    UtcTime now = ten_o_clock();
    for (int i = 0; i < fixes; ++i) {
        const std::array steps{0s, 10s, 60s, 60s, 60s, 60s, 120s, 300s, 301s};
        now += steps.at(static_cast<std::size_t>(draw(static_cast<int>(steps.size()))));
        x = std::clamp(x + draw(300) - 150, -300.0, 700.0);
        y = std::clamp(y + draw(300) - 150, -300.0, 600.0);
        const bool leap = draw(25) == 0;
        const std::array circles{4.0, 8.0, 12.0, 30.0, 90.0, 500.0};
        const int who = draw(8);
        walk.push_back({.device = {who < 2   ? other_tag
                                   : who < 4 ? phone
                                             : tag},
                        .fix_time = now,
                        .received = now + 2s,
                        .position = AsciiMap::place(leap ? x + 30'000 : x, y),
                        .accuracy_m = circles.at(static_cast<std::size_t>(draw(static_cast<int>(circles.size())))),
                        .mechanism = draw(6) == 0 ? static_cast<model::Mechanism>(draw(4)) : model::Mechanism::gnss});
    }
    return walk;
}

}  // namespace cordon::test
