// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "last_positions.hpp"
#include "order_book.hpp"

#include <cordon/model/episode.hpp>
#include <cordon/model/record.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace cordon::api {

// What is shown, as JSON text. Names of wearers with limited access are left out for all but admins (domain.md, LAO).

/// Whether the reader may see who a limited-access wearer is.
enum class Sight : std::uint8_t { limited, full };

/// {"id","state","cleared","withdrawn","opened","wearer","condition_name","programme","device","episode"}:
/// `device` is the one it is about, null where it is about none or several.
[[nodiscard]] std::string incident_json(const model::Episode& episode, const OrderBook& orders, Sight sight);

/// {"device","kind","order","wearer","lat","lon",…}: of a protected person's device the wearer is null.
[[nodiscard]] std::string position_json(const LastPosition& last, const OrderBook& orders);

/// A row of the list of orders.
[[nodiscard]] std::string order_row_json(const BookedOrder& booked, Sight sight);

/// Every zone of every order as GeoJSON features, without the brackets around them: `{…},{…}`.
[[nodiscard]] std::string zone_features_json(const BookedOrder& booked);

[[nodiscard]] std::string device_row_json(const BookedDevice& booked);
[[nodiscard]] std::string token_row_json(const model::TokenRecord& token);

/// A JSON string with its quotes; bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace cordon::api
