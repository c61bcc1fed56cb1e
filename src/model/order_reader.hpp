// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "document_reader.hpp"

#include <cordon/model/order.hpp>

#include <string_view>

namespace cordon::model {

/// Reads one entry of `orders`.
[[nodiscard]] Order read_order_entry(DocumentReader& reader, std::string_view at, const JsonValue& value);

}  // namespace cordon::model
