// SPDX-License-Identifier: Apache-2.0
#include "awkward_shapes.hpp"
#include "postgres.hpp"

#include <cordon/core/units.hpp>
#include <cordon/geo/prepared_zone.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <variant>
#include <vector>

// Zones against PostGIS. It is given whole units of 1e-7 degree, in which a place that is on an edge is on it exactly:
// whether a zone covers a place is the same question in any unit. Distances are asked of the type geography, whose
// edges are geodesics: ours are straight in longitude and latitude, so its lines get corners every 150 m first, which
// leaves 2 mm at 70°.
//
// The type geography is not right to a centimetre itself: it chooses the nearest edge on a sphere, which need not be
// the nearest on the ellipsoid, and it loses centimetres on edges of a decimetre. Where it differs, PostGIS is asked
// again on a map of the azimuthal equidistant projection about the place, on which ways from there are geodesics of
// PROJ.

namespace cordon::test {
namespace {

/// Millimetres are what rules compare, and a position is known to a unit, which is 11 mm. No distance is right to more.
constexpr double unit_m = 0.0112;

std::string positions(const std::vector<model::Position>& line)
{
    std::vector<std::string> out;
    std::ranges::transform(line, std::back_inserter(out), [](model::Position position) {
        return fmt::format("{} {}", position.lon_e7(), position.lat_e7());
    });
    return fmt::format("({})", fmt::join(out, ","));
}

/// In units. Of a circle the centre, of a corridor the line.
std::string text_of(const model::Shape& shape)
{
    if (const auto* circle = std::get_if<model::Circle>(&shape)) {
        return "POINT" + positions({circle->centre});
    }
    if (const auto* corridor = std::get_if<model::Corridor>(&shape)) {
        return "LINESTRING" + positions(corridor->line);
    }
    std::vector<std::string> parts;
    for (const auto& part : std::get<model::Area>(shape).parts) {
        std::vector<std::string> rings;
        std::ranges::transform(part.rings, std::back_inserter(rings), positions);
        parts.push_back(fmt::format("({})", fmt::join(rings, ",")));
    }
    return fmt::format("MULTIPOLYGON({})", fmt::join(parts, ","));
}

double radius_of(const model::Shape& shape)
{
    if (const auto* circle = std::get_if<model::Circle>(&shape)) {
        return circle->radius.value;
    }
    const auto* corridor = std::get_if<model::Corridor>(&shape);
    return corridor != nullptr ? corridor->radius.value : 0.0;
}

/// What PostGIS says of a place.
struct Answer {
    bool covers = false;  ///< of an area
    double metres = 0;    ///< to the boundary of an area, the line of a corridor, the centre of a circle
};

class PostGis {
public:
    PostGis() : connection_{database_.url()}
    {
        pqxx::nontransaction session{connection_};
        session.exec(R"(set jit = off; set client_min_messages = warning; create extension postgis;
            create temp table zones (id int primary key, units geometry not null, line geography);
            create temp table places (zone int, id int, lat_e7 float8, lon_e7 float8))");
    }

    /// By trial and place.
    std::vector<std::vector<Answer>> ask(const std::vector<Trial>& trials)
    {
        pqxx::work session{connection_};
        fill(session, trials);
        session.exec(R"(update zones set line = geography(ST_Segmentize(ST_SetSRID(ST_Scale(
                            case when ST_Dimension(units) = 2 then ST_Boundary(units) else units end,
                            1e-7, 1e-7), 4326), 0.00135)))");
        invalid = session.exec("select count(*) from zones where not ST_IsValid(units)")[0][0].as<std::size_t>();
        std::vector<std::vector<Answer>> answers(trials.size());
        for (const auto& row : session.exec(R"(
                select zone, coalesce(ST_Dimension(units) = 2 and ST_Covers(units, ST_MakePoint(lon_e7, lat_e7)), false),
                       ST_Distance(line, geography(ST_SetSRID(ST_MakePoint(lon_e7 * 1e-7, lat_e7 * 1e-7), 4326)))
                from places join zones on zones.id = zone order by zone, places.id)")) {
            answers[row[0].as<std::size_t>()].push_back({.covers = row[1].as<bool>(), .metres = row[2].as<double>()});
        }
        session.commit();
        return answers;
    }

    /// The distance again, slowly, on a map about the place.
    double ask_again(std::size_t trial, model::Position place)
    {
        pqxx::work session{connection_};
        const auto map = fmt::format("+proj=aeqd +ellps=WGS84 +lat_0={:.7f} +lon_0={:.7f}", place.lat(), place.lon());
        return session
            .exec_params(
                "select ST_Distance(ST_Transform(line::geometry, $1), ST_MakePoint(0, 0)) from zones "
                "where id = $2",
                map, trial)[0][0]
            .as<double>();
    }

    std::size_t invalid = 0;

private:
    static void fill(pqxx::work& session, const std::vector<Trial>& trials)
    {
        pqxx::stream_to zones{session, "zones", std::vector<std::string>{"id", "units"}};
        for (std::size_t i = 0; i < trials.size(); ++i) {
            zones << std::make_tuple(i, text_of(trials[i].shape));
        }
        zones.complete();
        pqxx::stream_to rows{session, "places", std::vector<std::string>{"zone", "id", "lat_e7", "lon_e7"}};
        for (std::size_t i = 0; i < trials.size(); ++i) {
            int number = 0;
            for (const auto& place : trials[i].places) {
                rows << std::make_tuple(i, ++number, place.lat_e7(), place.lon_e7());
            }
        }
        rows.complete();
    }

    FreshDatabase database_;
    pqxx::connection connection_;
};

/// Compares distances, and keeps the worst for the record.
class Comparison {
public:
    Comparison(PostGis& postgis, const std::vector<Trial>& trials) : postgis_{postgis}, trials_{trials} {}

    void compare(std::size_t trial, std::size_t place, double ours, double theirs)
    {
        ++compared;
        if (!agree(ours, theirs, suspect)) {
            ++asked_again;
            theirs = postgis_.ask_again(trial, trials_[trial].places[place]);
            EXPECT_TRUE(agree(ours, theirs, wrong))
                << trials_[trial].name << ", place " << place << ": " << ours << " and not " << theirs << " m";
        }
        const double error = std::abs(ours - theirs);
        double& worst = theirs >= 20.0 ? worst_part : worst_near_m;
        worst = std::max(worst, theirs >= 20.0 ? error / theirs : error);
    }

    void say(const char* what) const
    {
        fmt::print("{} {}: {} distances, worst error {:.5f} % from 20 m on, {:.1f} mm below; {} asked again\n",
                   trials_.size(), what, compared, worst_part * 100.0, worst_near_m * 1000.0, asked_again);
    }

    std::size_t compared = 0;
    std::size_t asked_again = 0;
    double worst_part = 0;  ///< of what is measured, where that is 20 m or more
    double worst_near_m = 0;

private:
    static constexpr double wrong = 0.001;     ///< of a distance
    static constexpr double suspect = 0.0002;  ///< so much is looked into: whose error is it?

    static bool agree(double ours, double theirs, double part)
    {
        return std::abs(ours - theirs) <= std::max(theirs * part, unit_m);
    }

    PostGis& postgis_;
    const std::vector<Trial>& trials_;
};

TEST(ZonesAgainstPostgis, an_area_covers_what_st_covers_says_and_its_boundary_is_as_far_as_the_geography_has_it)
{
    const auto trials = awkward_areas(1'440, 3);
    PostGis postgis;
    const auto answers = postgis.ask(trials);
    Comparison distances{postgis, trials};
    std::size_t inside = 0;
    std::size_t ties = 0;

    for (std::size_t i = 0; i < trials.size(); ++i) {
        const geo::PreparedZone zone{trials[i].shape};
        ASSERT_EQ(answers[i].size(), trials[i].places.size());
        for (std::size_t j = 0; j < answers[i].size(); ++j) {
            const Metres d = zone.distance(trials[i].places[j]);
            const auto [covers, metres] = answers[i][j];
            // On whole millimetres: what is nearer than half of one to the boundary is on it, and the boundary is in.
            const bool tie = to_millimetres(d) == 0;
            EXPECT_EQ(to_millimetres(d) <= 0, covers || tie) << trials[i].name << ", place " << j << ": " << d.value;
            distances.compare(i, j, std::abs(d.value), metres);
            inside += covers ? 1 : 0;
            ties += tie ? 1 : 0;
        }
    }
    EXPECT_EQ(postgis.invalid, 0);
    EXPECT_GT(distances.compared, 45'000);
    EXPECT_GT(inside, 15'000);
    EXPECT_GT(distances.compared - inside, 15'000);
    EXPECT_GT(ties, 8'000);
    EXPECT_LT(distances.asked_again, distances.compared / 100);
    distances.say("areas");
    fmt::print("{} places inside, {} on the boundary\n", inside, ties);
}

/// Circles and corridors: what is measured is the way to the centre or the line, and the zone is what is within reach.
void compare_reach(const std::vector<Trial>& trials, const char* what, std::size_t least)
{
    PostGis postgis;
    const auto answers = postgis.ask(trials);
    Comparison distances{postgis, trials};
    for (std::size_t i = 0; i < trials.size(); ++i) {
        const geo::PreparedZone zone{trials[i].shape};
        const double radius = radius_of(trials[i].shape);
        ASSERT_EQ(answers[i].size(), trials[i].places.size());
        for (std::size_t j = 0; j < answers[i].size(); ++j) {
            distances.compare(i, j, zone.distance(trials[i].places[j]).value + radius, answers[i][j].metres);
        }
    }
    EXPECT_GT(distances.compared, least);
    EXPECT_LT(distances.asked_again, distances.compared / 100);
    distances.say(what);
}

TEST(ZonesAgainstPostgis, a_circle_reaches_as_far_as_the_geodesic_from_its_centre)
{
    compare_reach(circles(240, 5), "circles", 7'000);
}

TEST(ZonesAgainstPostgis, a_corridor_reaches_as_far_as_the_geography_is_from_its_line)
{
    compare_reach(corridors(240, 7), "corridors", 7'000);
}

}  // namespace
}  // namespace cordon::test
