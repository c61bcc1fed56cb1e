// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace cordon::app {

/// What wrote a journal: every start is a record that says so.
inline constexpr std::string_view version = "cordon 0.1.0";

}  // namespace cordon::app
