// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/units.hpp>
#include <cordon/model/position.hpp>

#include <cmath>
#include <map>
#include <numbers>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace cordon::test {

/// Ground drawn as text: each character is a square of `cell`, each letter a place at the middle of its own, north up.
/// Capital letters are corners, small ones are fixes; a letter that was not drawn is a mistake of the test.
class AsciiMap {
public:
    AsciiMap(std::string_view picture, Metres cell)
    {
        int row = 0;
        int column = 0;
        for (const char c : picture) {
            if (c == '\n') {
                ++row;
                column = 0;
                continue;
            }
            if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) {
                places_.emplace(c, place(column * cell.value, -row * cell.value));
            }
            ++column;
        }
    }

    [[nodiscard]] model::Position at(char letter) const
    {
        const auto found = places_.find(letter);
        if (found == places_.end()) {
            throw std::logic_error{std::string{"the map has no place called "} + letter};
        }
        return found->second;
    }

    /// A place so many metres from the map's corner in the north-west (near Westminster).
    [[nodiscard]] static model::Position place(double east_m, double north_m)
    {
        const double lat = 51.5 + north_m / 111'257.0;
        return *model::Position::from_degrees(lat,
                                              -0.12 + east_m / (111'412.0 * std::cos(51.5 * std::numbers::pi / 180.0)));
    }

private:
    std::map<char, model::Position> places_;
};

}  // namespace cordon::test
