// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>
#include <cordon/model/device.hpp>
#include <cordon/model/order.hpp>

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

/// One order or device of a document, read and, beside it, its own JSON text: canonical (sorted keys, no white space),
/// which is what the journal keeps and what reading again gives the same value for.
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

/// Reads an orders document (interface.md, Orders). It is taken whole or not at all: every fault is listed. Refused
/// are also duplicate keys, nesting deeper than 32, unknown keys, invalid zones (rules.md §1: named, never repaired).
[[nodiscard]] Result<OrderDocument, std::vector<DocumentFault>> read_order_document(std::string_view json);

/// Reads one order or device as the journal keeps it; the same rules.
[[nodiscard]] Result<Order, std::vector<DocumentFault>> read_order(std::string_view json);
[[nodiscard]] Result<Device, std::vector<DocumentFault>> read_device(std::string_view json);

}  // namespace cordon::model
