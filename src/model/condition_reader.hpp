// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "document_reader.hpp"

#include <cordon/model/order.hpp>

#include <string_view>

namespace cordon::model {

/// Reads one condition of an order whose thresholds are `base`.
[[nodiscard]] Condition read_condition(DocumentReader& reader, std::string_view at, const JsonValue& value,
                                       const Thresholds& base);

}  // namespace cordon::model
