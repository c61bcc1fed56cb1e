// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>
#include <cordon/model/observation.hpp>

#include <string>
#include <string_view>
#include <variant>

namespace cordon::model {

/// The journal's clock moves to `at` (interface.md, Observation: `{"tick":"T"}`).
struct Tick {
    UtcTime at;

    bool operator==(const Tick&) const = default;
};

/// Reads one line: an observation, or a tick. `mechanism` absent is gnss; `valid` absent is true where there is a
/// position; `received` absent equals `fix_time`. Refused, with what would be right: no device, neither time, a
/// position out of range while `valid`, an unknown event, a key twice, a line over 64 KiB. Unknown keys are refused.
[[nodiscard]] Result<std::variant<Observation, Tick>> read_observation_line(std::string_view json);

/// One line without its end; keys in the order of interface.md; what is absent is left out. Coordinates have seven
/// decimals at most.
[[nodiscard]] std::string to_json(const Observation& observation);

}  // namespace cordon::model
