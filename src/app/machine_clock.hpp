// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/port/clock.hpp>

#include <chrono>

namespace cordon::app {

/// The machine's own clock, cut to the millisecond.
class MachineClock final : public port::Clock {
public:
    [[nodiscard]] UtcTime now() const override { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }
};

}  // namespace cordon::app
