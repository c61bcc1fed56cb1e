// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "document_reader.hpp"

#include <cordon/model/order.hpp>

#include <string_view>

namespace cordon::model {

/// Whose thresholds they are: some make sense for a whole order only.
enum class ThresholdScope { order, condition };

/// `base`, changed by what the object at `at` says. `value` null: `base` as it is.
[[nodiscard]] Thresholds read_thresholds(DocumentReader& reader, std::string_view at, const JsonValue* value,
                                         const Thresholds& base, ThresholdScope scope);

}  // namespace cordon::model
