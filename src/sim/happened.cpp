// SPDX-License-Identifier: Apache-2.0
#include "civil.hpp"

#include <cordon/core/ensure.hpp>
#include <cordon/geo/distance.hpp>
#include <cordon/sim/recording.hpp>
#include <cordon/sim/truth.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

namespace cordon::sim {

namespace {

using namespace std::chrono_literals;

/// `[from, until)`; `deepest` where it is known.
struct Stretch {
    SimTime from{0};
    SimTime until{0};
    std::optional<double> deepest_m;
};

std::vector<Stretch> common(const std::vector<Stretch>& some, const std::vector<Stretch>& others)
{
    std::vector<Stretch> both;
    for (const Stretch& one : some) {
        for (const Stretch& other : others) {
            const Stretch part{.from = std::max(one.from, other.from),
                               .until = std::min(one.until, other.until),
                               .deepest_m = one.deepest_m};
            if (part.from < part.until) {
                both.push_back(part);
            }
        }
    }
    return both;
}

std::vector<Stretch> stays(const Wearer& wearer, const TagSettings& settings, const model::Shape& shape)
{
    std::vector<Stretch> out;
    for (const Visit& visit : visits_of(person_of(wearer, settings.seed), geo::PreparedZone{shape}, settings.until)) {
        out.push_back(
            {.from = visit.entered, .until = visit.left.value_or(settings.until), .deepest_m = visit.deepest.value});
    }
    return out;
}

std::vector<Stretch> absences(const std::vector<Stretch>& stays, SimTime until)
{
    std::vector<Stretch> out;
    SimTime at{0};
    for (const Stretch& stay : stays) {
        if (at < stay.from) {
            out.push_back({.from = at, .until = stay.from, .deepest_m = std::nullopt});
        }
        at = stay.until;
    }
    if (at < until) {
        out.push_back({.from = at, .until = until, .deepest_m = std::nullopt});
    }
    return out;
}

std::vector<Stretch> windows_of(const model::Schedule& schedule, const TagSettings& settings)
{
    std::vector<Stretch> out;
    for (const auto& [from, until] : london_windows(schedule, settings.starts, settings.starts + settings.until)) {
        out.push_back({.from = from - settings.starts, .until = until - settings.starts, .deepest_m = std::nullopt});
    }
    return out;
}

/// How far two people are from each other, at times that must not go back.
class Between {
public:
    Between(Person one, Person other) : one_{std::move(one)}, other_{std::move(other)} {}

    [[nodiscard]] double metres(SimTime at)
    {
        const auto where = [at](Person& person) { return person.plane().position_of(person.leg_at(at).at(at)); };
        return geo::ground_distance(where(one_), where(other_)).value;
    }

    /// No way of theirs is longer than this a second, for as long as their legs last.
    [[nodiscard]] double mps(SimTime at) { return one_.leg_at(at).speed_mps() + other_.leg_at(at).speed_mps(); }

    [[nodiscard]] SimTime legs_end(SimTime at) { return std::min(one_.leg_at(at).until, other_.leg_at(at).until); }

private:
    Person one_;
    Person other_;
};

/// Steps by as much as they lack to the distance: good to a tenth of a second.
std::vector<Stretch> meetings(Between between, double distance_m, SimTime until)
{
    std::vector<Stretch> out;
    std::optional<SimTime> since;
    for (SimTime at{0}; at < until;) {
        const double metres = between.metres(at);
        if (metres < distance_m && !since) {
            since = at;
        } else if (metres >= distance_m && since) {
            out.push_back({.from = *since, .until = at, .deepest_m = std::nullopt});
            since.reset();
        }
        const double speed = between.mps(at);
        const SimTime free = speed > 0 ? Millis{std::llround(std::abs(metres - distance_m) / speed * 900.0)} : until;
        at = std::min(between.legs_end(at), at + std::max(free, SimTime{100}));
    }
    if (since) {
        out.push_back({.from = *since, .until = until, .deepest_m = std::nullopt});
    }
    return out;
}

/// One order's truth, condition by condition.
class Happened {
public:
    Happened(std::span<const Wearer> people, std::size_t wearer, const TagSettings& settings,
             const Recording& recording, std::vector<std::string>& lines)
        : people_{people},
          wearer_{people[wearer]},
          number_{wearer},
          settings_{settings},
          recording_{recording},
          lines_{lines},
          worn_{{.from = wearer_.worn.from, .until = std::min(wearer_.worn.until, settings.until), .deepest_m = {}}}
    {
    }

    void tell(const model::Order& order)
    {
        const nlohmann::ordered_json watched{{"order", order.id.text},
                                             {"watched_from", to_rfc3339(settings_.starts + worn_[0].from)},
                                             {"watched_until", to_rfc3339(settings_.starts + worn_[0].until)}};
        lines_.push_back(watched.dump());
        for (const model::Condition& condition : order.conditions) {
            if (const auto* zone = std::get_if<model::ExclusionZone>(&condition.rule)) {
                exclusion(order, condition, *zone);
            } else if (const auto* curfew = std::get_if<model::Curfew>(&condition.rule)) {
                ensure(curfew->places.size() == 1, "a staged curfew has one place");
                const auto out = absences(stays(wearer_, settings_, curfew->places.begin()->second), settings_.until);
                put(order, condition, "curfew", common(out, windows_of(curfew->schedule, settings_)));
            } else if (const auto* proximity = std::get_if<model::Proximity>(&condition.rule)) {
                near(order, condition, *proximity);
            }
        }
    }

private:
    void exclusion(const model::Order& order, const model::Condition& condition, const model::ExclusionZone& zone)
    {
        auto in = stays(wearer_, settings_, zone.shape);
        put(order, condition, "exclusion_zone", zone.schedule ? common(in, windows_of(*zone.schedule, settings_)) : in);
    }

    void near(const model::Order& order, const model::Condition& condition, const model::Proximity& proximity)
    {
        for (std::size_t i = 0; i < people_.size(); ++i) {
            if (people_[i].under == wearer_.number && people_[i].party == model::Party::protected_person) {
                const Between between{person_of(wearer_, settings_.seed), person_of(people_[i], settings_.seed)};
                put(order, condition, "proximity", meetings(between, proximity.distance.value, settings_.until), i);
            }
        }
    }

    /// Fixes of a person in a stretch; `number` beside the wearer's own: as many as both have.
    [[nodiscard]] std::uint64_t fixes_in(std::size_t person, const Stretch& stretch) const
    {
        const auto& times = recording_.fixes[person];
        const auto first = std::ranges::lower_bound(times, settings_.starts + stretch.from);
        return static_cast<std::uint64_t>(std::ranges::lower_bound(times, settings_.starts + stretch.until) - first);
    }

    /// From the last fix before the stretch to the first after it; nothing where one of them is missing.
    [[nodiscard]] std::optional<Millis> gap_around(const Stretch& stretch) const
    {
        const auto& times = recording_.fixes[number_];
        const auto after = std::ranges::lower_bound(times, settings_.starts + stretch.until);
        const auto before = std::ranges::lower_bound(times, settings_.starts + stretch.from);
        if (after == times.end() || before == times.begin()) {
            return std::nullopt;
        }
        return *after - *std::prev(before);
    }

    void put(const model::Order& order, const model::Condition& condition, std::string_view kind,
             const std::vector<Stretch>& stretches, std::optional<std::size_t> other = std::nullopt)
    {
        for (const Stretch& stretch : common(stretches, worn_)) {
            const std::uint64_t own = fixes_in(number_, stretch);
            const std::uint64_t fixes = other ? std::min(own, fixes_in(*other, stretch)) : own;
            nlohmann::ordered_json line{{"order", order.id.text},
                                        {"condition", condition.id.text},
                                        {"kind", fixes == 0 && kind == "exclusion_zone" ? "crossing" : kind},
                                        {"started", to_rfc3339(settings_.starts + stretch.from)},
                                        {"ended", to_rfc3339(settings_.starts + stretch.until)},
                                        {"device", wearer_.imei.text},
                                        {"fixes", fixes}};
            if (stretch.deepest_m) {
                line["deepest_m"] = std::round(*stretch.deepest_m * 10.0) / 10.0;
            }
            const auto gap = fixes == 0 ? gap_around(stretch) : std::nullopt;
            if (gap) {
                line["gap_s"] = static_cast<double>(gap->count()) / 1000.0;
            }
            lines_.push_back(line.dump());
        }
    }

    std::span<const Wearer> people_;
    const Wearer& wearer_;
    std::size_t number_;
    const TagSettings& settings_;
    const Recording& recording_;
    std::vector<std::string>& lines_;
    std::vector<Stretch> worn_;
};

}  // namespace

std::vector<std::string> happened_lines(std::span<const Wearer> wearers, std::span<const model::OrderText> orders,
                                        const TagSettings& settings, const Recording& recording)
{
    std::vector<std::string> lines;
    std::size_t next = 0;
    for (std::size_t i = 0; i < wearers.size(); ++i) {
        if (wearers[i].under == 0) {
            ensure(next < orders.size() && orders[next].order.id == wearers[i].order(),
                   "an order a person of their own");
            Happened{wearers, i, settings, recording, lines}.tell(orders[next++].order);
        }
    }
    return lines;
}

}  // namespace cordon::sim
