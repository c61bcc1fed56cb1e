// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "message.hpp"

#include <cordon/core/result.hpp>

#include <initializer_list>
#include <string_view>

namespace cordon::api {

/// Reads the small bodies of the API: one JSON object whose values are strings or null (null: as if absent). Refused,
/// with what would be right: anything else, a key that is not among `known`, a key twice.
[[nodiscard]] Result<Parameters> read_fields(std::string_view json, std::initializer_list<std::string_view> known);

}  // namespace cordon::api
