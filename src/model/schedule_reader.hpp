// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "document_reader.hpp"

#include <cordon/model/order.hpp>

#include <string_view>

namespace cordon::model {

/// Reads `windows` and `except_dates` of the object at `at`. `places` (of a curfew, an object; null elsewhere) are the
/// names a window's `place` must be one of.
[[nodiscard]] Schedule read_schedule(DocumentReader& reader, std::string_view at, const JsonValue& object,
                                     const JsonValue* places);

}  // namespace cordon::model
