// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "document_reader.hpp"

#include <cordon/model/order.hpp>

#include <string_view>

namespace cordon::model {

/// Where an order comes from. What the journal holds was taken before: it is not judged by today's time zone data.
enum class OrderSource { document, record };

/// The key under which only a record has the offsets of its time zone.
inline constexpr std::string_view offsets_key = "utc_offsets";

/// Reads one entry of `orders`, or the order of a record.
[[nodiscard]] Order read_order_entry(DocumentReader& reader, std::string_view at, const JsonValue& value,
                                     OrderSource source);

}  // namespace cordon::model
