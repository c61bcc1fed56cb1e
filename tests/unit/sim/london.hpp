// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/sim/scenario.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace cordon::sim {

inline std::string london_text()
{
    std::ifstream in{std::string{CORDON_SOURCE_DIR} + "/config/london.json"};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// The demonstration's scenario. A test that asks for it fails where it cannot be read.
inline Scenario london()
{
    auto read = read_scenario(london_text());
    if (!read.has_value()) {
        for (const ScenarioFault& fault : read.error()) {
            ADD_FAILURE() << fault.pointer << ": " << fault.what;
        }
        return {};
    }
    return std::move(read).value();
}

}  // namespace cordon::sim
