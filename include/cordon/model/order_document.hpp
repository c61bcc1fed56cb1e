// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>
#include <cordon/model/device.hpp>
#include <cordon/model/order.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::model {

/// One thing wrong in a document, and where: `/orders/0/conditions/1/radius_m: must be …`.
struct DocumentFault {
    std::string pointer;  ///< RFC 6901; "" is the whole document
    std::string what;     ///< what is there and what would be right; names the zone where it is about one

    bool operator==(const DocumentFault&) const = default;
};

/// One order or device of a document, read and, beside it, its own JSON text: canonical (sorted keys, no white space).
/// A device's is what the journal keeps; an order's is what may be shown outside, and `record_json` what is kept.
struct OrderText {
    Order order;
    std::string json;
};

struct DeviceText {
    Device device;
    std::string json;
};

struct OrderDocument {
    std::vector<OrderText> orders;
    std::vector<DeviceText> devices;
};

/// The largest document that is read. A zone has at most 20,000 vertices of about 25 bytes; this is 400 of those.
inline constexpr std::size_t max_document_bytes = 200U << 20U;

/// How long an order's wall clock is worked out ahead: an order without an end for thirty years, any other for a
/// hundred at most. Beyond that its last offset stays. Two changes a year of 30 bytes keep a record small.
inline constexpr std::chrono::years endless_order{30};
inline constexpr std::chrono::years longest_order{100};

/// Reads an orders document (interface.md, Orders). It is taken whole or not at all: every fault is listed. Refused
/// are also duplicate keys, nesting deeper than 32, unknown keys, invalid zones (rules.md §1: named, never repaired)
/// and a curfew that asks for two places at once. An order's offsets are those of this machine's time zone data.
[[nodiscard]] Result<OrderDocument, std::vector<DocumentFault>> read_order_document(std::string_view json);

/// An order as the journal keeps it: its text with `utc_offsets`, a list of [time, seconds ahead of UTC].
[[nodiscard]] std::string record_json(const OrderText& order);

/// Reads one order or device as the journal keeps it; the same rules, except that nothing depends on the time zone data
/// of today: offsets are read as they stand there. A record of a release that kept none gets them from the data.
[[nodiscard]] Result<OrderText, std::vector<DocumentFault>> read_order_record(std::string_view json);
[[nodiscard]] Result<Order, std::vector<DocumentFault>> read_order(std::string_view json);
[[nodiscard]] Result<Device, std::vector<DocumentFault>> read_device(std::string_view json);

}  // namespace cordon::model
