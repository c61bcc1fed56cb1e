// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/time.hpp>
#include <cordon/model/position.hpp>
#include <cordon/sim/plane.hpp>
#include <cordon/sim/random.hpp>

#include <cstdint>
#include <deque>
#include <optional>
#include <variant>
#include <vector>

namespace cordon::sim {

/// Time of a scenario: since its start. Never the machine's.
using SimTime = Millis;

/// What a receiver sees of the sky. Underground it sees none and has no fix.
enum class Sky : std::uint8_t { open, street, indoors, underground };

/// One step of a written part: going somewhere, or staying.
struct Step {
    std::optional<model::Position> to;  ///< none: stays
    double kmh = 0;                     ///< of going
    Millis stay{0};                     ///< of staying
    Sky sky = Sky::open;
};

/// A part that is written down: from `start` through its steps and back, again every `every`.
struct Script {
    model::Position start;
    std::vector<Step> steps;
    Millis every{0};
};

/// A life that is made up as it goes: at home, on the way, at work, on errands.
struct Routine {
    model::Position home;
    std::optional<model::Position> work;
    std::vector<model::Position> errands;
};

using Life = std::variant<Script, Routine>;

/// The place a life is measured from: a script's start, a routine's home.
[[nodiscard]] model::Position origin_of(const Life& life) noexcept;

/// A straight piece of a path at one speed, `[from, until)`; staying where `a` equals `b`.
struct Leg {
    SimTime from{0};
    SimTime until{0};
    Place a;
    Place b;
    Sky sky = Sky::open;

    [[nodiscard]] Place at(SimTime time) const noexcept;
    [[nodiscard]] double speed_mps() const noexcept;
    [[nodiscard]] double heading_deg() const noexcept;  ///< from north, [0, 360); 0 while staying
};

/// Where one person really is: an endless row of legs that join, the same for the same life and seed. One thread.
class Person {
public:
    /// No leg is faster than this: a car in a town with some haste.
    static constexpr double max_speed_mps = 14.0;

    Person(Life life, Random chance);

    /// The leg that holds `time`. Times asked for must not go back.
    [[nodiscard]] const Leg& leg_at(SimTime time);

    [[nodiscard]] const Plane& plane() const noexcept { return plane_; }

private:
    void live_on();
    void live_on(const Script& script);
    void live_on(const Routine& routine);
    void stay(Millis how_long, Sky sky);
    void go(Place to, double mps, Sky sky);
    void travel(Place to);

    Life life_;
    Random chance_;
    Plane plane_;
    std::deque<Leg> legs_;  // the one asked for last, and what is already known after it
    SimTime clock_{0};      // where the last of them ends
    Place here_;
    bool at_home_ = true;
};

}  // namespace cordon::sim
