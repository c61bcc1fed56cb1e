// SPDX-License-Identifier: Apache-2.0
#include <cordon/core/ensure.hpp>
#include <cordon/sim/person.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

namespace cordon::sim {

namespace {

using namespace std::chrono_literals;

/// How somebody gets about: speeds in m/s, the length of a stretch of street, and how often and how long it stops.
struct Mode {
    double slowest;
    double fastest;
    double shortest_m;
    double longest_m;
    double stop_share;
    double stop_s;
    bool open_sky_possible;
};

constexpr Mode walking{1.1, 1.7, 50, 160, 0.10, 15, true};
constexpr Mode by_bus{4.0, 8.0, 150, 420, 0.40, 25, false};
constexpr Mode by_car{6.0, Person::max_speed_mps, 200, 700, 0.20, 30, false};

constexpr double walking_distance_m = 1500;
constexpr double bus_distance_m = 6000;

const Mode& mode_for(double metres) noexcept
{
    if (metres < walking_distance_m) {
        return walking;
    }
    return metres < bus_distance_m ? by_bus : by_car;
}

Millis seconds_of(double seconds) noexcept
{
    return Millis{std::llround(seconds * 1000.0)};
}

}  // namespace

model::Position origin_of(const Life& life) noexcept
{
    if (const auto* script = std::get_if<Script>(&life)) {
        return script->start;
    }
    return std::get<Routine>(life).home;
}

Place Leg::at(SimTime time) const noexcept
{
    const auto whole = static_cast<double>((until - from).count());
    const double part = whole > 0 ? std::clamp(static_cast<double>((time - from).count()) / whole, 0.0, 1.0) : 0.0;
    return {.east_m = a.east_m + (b.east_m - a.east_m) * part, .north_m = a.north_m + (b.north_m - a.north_m) * part};
}

double Leg::speed_mps() const noexcept
{
    const auto millis = static_cast<double>((until - from).count());
    return millis > 0 ? distance_m(a, b) * 1000.0 / millis : 0.0;
}

double Leg::heading_deg() const noexcept
{
    if (a == b) {
        return 0;
    }
    const double degrees = std::atan2(b.east_m - a.east_m, b.north_m - a.north_m) * 180.0 / std::numbers::pi;
    return degrees < 0 ? degrees + 360.0 : degrees;
}

Person::Person(Life life, Random chance) : life_{std::move(life)}, chance_{chance}, plane_{origin_of(life_)}
{
    if (std::holds_alternative<Routine>(life_)) {
        // Nobody's day begins with the scenario: each is somewhere within an hour and a half of it.
        clock_ = -seconds_of(chance_.between(0, 5400));
    }
}

const Leg& Person::leg_at(SimTime time)
{
    while (legs_.empty() || legs_.front().until <= time) {
        if (!legs_.empty()) {
            legs_.pop_front();
        }
        if (legs_.empty()) {
            live_on();
        }
    }
    ensure(legs_.front().from <= time, "a person's time does not go back");
    return legs_.front();
}

void Person::live_on()
{
    std::visit([this](const auto& life) { live_on(life); }, life_);
}

void Person::live_on(const Script& script)
{
    const SimTime began = clock_;
    for (const Step& step : script.steps) {
        if (step.to) {
            go(plane_.place_of(*step.to), step.kmh / 3.6, step.sky);
        } else {
            stay(step.stay, step.sky);
        }
    }
    // What is left of the round is spent where it ends; a script that is over time begins again at once.
    stay(std::max(Millis{1}, script.every - (clock_ - began)),
         script.steps.empty() ? Sky::open : script.steps.back().sky);
}

void Person::live_on(const Routine& routine)
{
    if (at_home_) {
        stay(seconds_of(chance_.between(180, 2400)), Sky::indoors);
        const bool to_work = routine.work && chance_.chance(0.4);
        if (!to_work && routine.errands.empty()) {
            return;
        }
        const auto which = to_work ? 0 : chance_.whole(0, static_cast<std::int64_t>(routine.errands.size()) - 1);
        travel(plane_.place_of(to_work ? *routine.work : routine.errands[static_cast<std::size_t>(which)]));
        stay(seconds_of(to_work ? chance_.between(1200, 7200) : chance_.between(60, 900)),
             to_work || chance_.chance(0.5) ? Sky::indoors : Sky::open);
        at_home_ = false;
        return;
    }
    travel(Place{});
    at_home_ = true;
}

void Person::stay(Millis how_long, Sky sky)
{
    if (how_long <= 0ms) {
        return;
    }
    legs_.push_back({.from = clock_, .until = clock_ + how_long, .a = here_, .b = here_, .sky = sky});
    clock_ += how_long;
}

void Person::go(Place to, double mps, Sky sky)
{
    // Rounded up, so that nobody is faster than they should be.
    const Millis how_long{static_cast<std::int64_t>(std::ceil(distance_m(here_, to) / mps * 1000.0))};
    if (how_long <= 0ms) {
        return;
    }
    legs_.push_back({.from = clock_, .until = clock_ + how_long, .a = here_, .b = to, .sky = sky});
    clock_ += how_long;
    here_ = to;
}

/// Street by street: each stretch keeps some of the last one's turn away from the straight way and loses some, as
/// streets do; it never turns away from where it leads, so it arrives.
void Person::travel(Place to)
{
    const Mode& mode = mode_for(distance_m(here_, to));
    const double pace = chance_.between(mode.slowest, mode.fastest);
    double turn = 0;
    Sky sky = Sky::street;
    while (true) {
        const double stretch = chance_.between(mode.shortest_m, mode.longest_m);
        const double mps = pace * chance_.between(0.85, 1.0);
        if (mode.open_sky_possible && chance_.chance(0.25)) {
            sky = sky == Sky::street ? Sky::open : Sky::street;
        }
        if (distance_m(here_, to) <= 1.6 * stretch) {
            go(to, mps, sky);
            return;
        }
        turn = std::clamp(0.75 * turn + 0.4 * chance_.normal(), -0.9, 0.9);
        const double heading = std::atan2(to.east_m - here_.east_m, to.north_m - here_.north_m) + turn;
        go({.east_m = here_.east_m + stretch * std::sin(heading),
            .north_m = here_.north_m + stretch * std::cos(heading)},
           mps, sky);
        if (chance_.chance(mode.stop_share)) {
            stay(seconds_of(chance_.between(5, mode.stop_s)), sky);
        }
    }
}

}  // namespace cordon::sim
