// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/model/position.hpp>
#include <cordon/model/shape.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace cordon::test {

/// The same numbers for a seed wherever it runs, which the distributions of the standard library do not promise.
class Chance {
public:
    explicit Chance(std::uint32_t seed) : engine_{seed} {}

    [[nodiscard]] double between(double low, double high)
    {
        return low + (high - low) * (static_cast<double>(engine_()) / 4'294'967'296.0);
    }

    /// From `low` to `high`, both included.
    [[nodiscard]] int whole(int low, int high)
    {
        return low +
               static_cast<int>(static_cast<std::uint32_t>(engine_()) % static_cast<std::uint32_t>(high - low + 1));
    }

private:
    std::mt19937 engine_;
};

/// A zone, places to ask about, and where it came from for a message.
struct Trial {
    std::string name;
    model::Shape shape;
    std::vector<model::Position> places;
};

/// `count` areas in turn of every kind and size (stars, slivers, combs, stairs, spirals; holes and parts that touch at
/// corners, a part in a hole; from 2 m to 50 km; 3 to 5,000 vertices) and in turn at the places on earth that are
/// special: around the equator and 0° of longitude, beside the date line, far north and south.
[[nodiscard]] std::vector<Trial> awkward_areas(int count, std::uint32_t seed);

/// Circles of 1 m to 30 km.
[[nodiscard]] std::vector<Trial> circles(int count, std::uint32_t seed);

/// Corridors with sharp bends, of a few metres or a kilometre to each side.
[[nodiscard]] std::vector<Trial> corridors(int count, std::uint32_t seed);

}  // namespace cordon::test
