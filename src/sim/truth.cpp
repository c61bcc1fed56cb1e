// SPDX-License-Identifier: Apache-2.0
#include <cordon/sim/truth.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace cordon::sim {

namespace {

/// The finest step along a path: a corner cut by less is not a stay.
constexpr double finest_step_m = 0.25;
/// A person's plane and the ellipsoid differ by 0.4 % at 20 km; steps stay that much short of the boundary.
constexpr double cautious = 0.98;

/// The signed distance along one leg.
class Along {
public:
    Along(const Leg& leg, const Plane& plane, const geo::PreparedZone& zone) : leg_{leg}, zone_{zone}
    {
        // Both ends are taken in degrees once: a straight line on the plane is straight in them.
        a_ = geo::place_of(plane.position_of(leg.a));
        b_ = geo::place_of(plane.position_of(leg.b));
    }

    [[nodiscard]] double at(SimTime time) const
    {
        const auto whole = static_cast<double>((leg_.until - leg_.from).count());
        const double part = whole > 0 ? static_cast<double>((time - leg_.from).count()) / whole : 0.0;
        return zone_
            .distance(geo::Place{.lat = a_.lat + (b_.lat - a_.lat) * part, .lon = a_.lon + (b_.lon - a_.lon) * part})
            .value;
    }

private:
    const Leg& leg_;
    const geo::PreparedZone& zone_;
    geo::Place a_;
    geo::Place b_;
};

/// The first millisecond of (before, after] on the other side than `before`.
SimTime crossing_between(const Along& along, SimTime before, SimTime after)
{
    const bool was_in = along.at(before) <= 0;
    while (after - before > Millis{1}) {
        const SimTime middle = before + (after - before) / 2;
        if ((along.at(middle) <= 0) == was_in) {
            before = middle;
        } else {
            after = middle;
        }
    }
    return after;
}

/// Collects stays from one leg after the other.
class Visits {
public:
    void see(SimTime at, double distance)
    {
        const bool in = distance <= 0;
        if (in && !inside_) {
            visits_.push_back({.entered = at, .left = std::nullopt, .deepest = {distance}});
        } else if (in) {
            visits_.back().deepest = std::min(visits_.back().deepest, Metres{distance});
        } else if (inside_) {
            visits_.back().left = at;
        }
        inside_ = in;
    }

    [[nodiscard]] bool inside() const noexcept { return inside_; }

    [[nodiscard]] std::vector<Visit> take() { return std::move(visits_); }

private:
    std::vector<Visit> visits_;
    bool inside_ = false;
};

/// Steps along a leg by as much as the boundary is away: no crossing can lie between.
void walk(const Leg& leg, SimTime from, SimTime until, const Along& along, Visits& visits)
{
    SimTime at = from;
    double distance = along.at(at);
    visits.see(at, distance);
    const double mps = leg.speed_mps();
    while (mps > 0 && at < until) {
        const double step_m = std::max(finest_step_m, std::abs(distance) * cautious);
        const SimTime next =
            std::min(until, at + std::max(Millis{1}, Millis{static_cast<std::int64_t>(step_m / mps * 1000.0)}));
        const double there = along.at(next);
        if ((there <= 0) != (distance <= 0)) {
            const SimTime crossed = crossing_between(along, at, next);
            visits.see(crossed, along.at(crossed));
        }
        visits.see(next, there);
        at = next;
        distance = there;
    }
}

}  // namespace

std::vector<Visit> visits_of(Person person, const geo::PreparedZone& zone, SimTime until)
{
    Visits visits;
    for (SimTime at{0}; at < until;) {
        const Leg leg = person.leg_at(at);
        const Along along{leg, person.plane(), zone};
        const SimTime end = std::min(leg.until, until);
        walk(leg, at, end, along, visits);
        at = end;
    }
    return visits.take();
}

std::vector<std::string> truth_lines(const Wearer& wearer, const model::Order& order, const TagSettings& settings,
                                     SimTime until)
{
    std::vector<std::string> lines;
    const Reports reports{wearer.tag, settings, wearer.number};
    for (const model::Condition& condition : order.conditions) {
        const auto* zone = std::get_if<model::ExclusionZone>(&condition.rule);
        if (zone == nullptr) {
            continue;
        }
        for (const Visit& visit : visits_of(person_of(wearer, settings.seed), geo::PreparedZone{zone->shape}, until)) {
            const auto fixes = reports.within(visit.entered, visit.left.value_or(until));
            nlohmann::ordered_json line{{"order", order.id.text},
                                        {"condition", condition.id.text},
                                        {"kind", fixes == 0 ? "crossing" : "exclusion_zone"},
                                        {"started", to_rfc3339(settings.starts + visit.entered)},
                                        {"ended", nullptr},
                                        {"device", wearer.imei.text},
                                        {"deepest_m", std::round(visit.deepest.value * 10.0) / 10.0},
                                        {"reports", fixes}};
            if (visit.left) {
                line["ended"] = to_rfc3339(settings.starts + *visit.left);
            }
            lines.push_back(line.dump());
        }
    }
    return lines;
}

}  // namespace cordon::sim
