// SPDX-License-Identifier: Apache-2.0
#include "crossing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cordon::engine {

namespace {

/// To how much of a metre a path is looked through.
constexpr double fine = 0.01;

/// A point of the path, by metres from p, and its distance to the zone.
struct Point {
    double s = 0;
    double d = 0;
};

class Path {
public:
    Path(const geo::PreparedZone& zone, const Fix& p, const Fix& q)
        : zone_{zone}, p_{p}, q_{q}, length_{from_millimetres(apart_mm(p, q)).value}
    {
    }

    [[nodiscard]] double length() const noexcept { return length_; }

    [[nodiscard]] Point at(double s) const noexcept
    {
        const double part = s / length_;
        const double lat = p_.position.lat();
        const double lon = p_.position.lon();
        const geo::Place place{lat + (q_.position.lat() - lat) * part, lon + (q_.position.lon() - lon) * part};
        return {.s = s, .d = from_millimetres(to_millimetres(zone_.distance(place))).value};
    }

    [[nodiscard]] Point at(UtcTime when) const noexcept
    {
        return at(static_cast<double>((when - p_.at).count()) / static_cast<double>((q_.at - p_.at).count()) * length_);
    }

    [[nodiscard]] UtcTime time_at(double s) const noexcept
    {
        return p_.at + Millis{std::llround(s / length_ * static_cast<double>((q_.at - p_.at).count()))};
    }

    [[nodiscard]] Point half_way(const Point& a, const Point& b) const noexcept { return at((a.s + b.s) / 2.0); }

private:
    const geo::PreparedZone& zone_;
    const Fix& p_;
    const Fix& q_;
    double length_;
};

/// The greatest depth between two points, or `floor` where it is not more than that by a centimetre.
double deepest(const Path& path, const Point& a, const Point& b, double floor)  // NOLINT(misc-no-recursion): halves
{
    floor = std::max({floor, -a.d, -b.d});
    if ((std::abs(b.s - a.s) - a.d - b.d) / 2.0 <= floor + fine) {
        return floor;
    }
    const Point m = path.half_way(a, b);
    return deepest(path, m, b, deepest(path, a, m, floor));
}

/// The first point in the zone on the way from a to b, which may lead back.
std::optional<double> first_in(const Path& path, const Point& a, const Point& b)  // NOLINT(misc-no-recursion): halves
{
    const double way = std::abs(b.s - a.s);
    if (a.d <= 0.0) {
        return a.s;
    }
    if (a.d + b.d > way || way < fine) {
        return b.d <= 0.0 ? std::optional{b.s} : std::nullopt;
    }
    const Point m = path.half_way(a, b);
    const auto left = first_in(path, a, m);
    return left ? left : first_in(path, m, b);
}

}  // namespace

std::optional<Crossing> find_crossing(const geo::PreparedZone& zone, const Fix& p, const Fix& q, const Span& part)
{
    const Path path{zone, p, q};
    if (path.length() <= 0.0) {
        return std::nullopt;
    }
    const Point from = path.at(part.from);
    const Point until = path.at(part.until);
    const double depth = deepest(path, from, until, -std::numeric_limits<double>::infinity());
    const auto depth_mm = to_millimetres({std::max(depth, 0.0)});
    if (depth_mm <= std::max(p.accuracy_mm(), q.accuracy_mm())) {
        return std::nullopt;
    }
    const auto into = first_in(path, from, until);
    const auto back = first_in(path, until, from);
    if (!into || !back) {
        return std::nullopt;  // in for less than a centimetre of the way
    }
    return Crossing{.entered = path.time_at(*into), .left = path.time_at(*back), .depth_mm = depth_mm};
}

}  // namespace cordon::engine
