// SPDX-License-Identifier: Apache-2.0
#include "document_reader.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace cordon::api {

namespace {

/// A bare order is read as the one order of a document; its faults lose that prefix again.
constexpr std::string_view only_order = "/orders/0";

bool is_within(std::string_view pointer, std::string_view parent)
{
    return pointer.starts_with(parent) && (pointer.size() == parent.size() || pointer[parent.size()] == '/');
}

/// Whether what was read as a bare order was a document: it had a document's keys.
bool was_document(const std::vector<model::DocumentFault>& faults)
{
    return std::ranges::any_of(faults, [](const model::DocumentFault& fault) {
        return is_within(fault.pointer, "/orders/0/orders") || is_within(fault.pointer, "/orders/0/devices");
    });
}

ReadDocument read_either(std::string_view body)
{
    std::string wrapped = R"({"orders":[)";
    wrapped.append(body).append("]}");
    ReadDocument bare = model::read_order_document(wrapped);
    // The brackets were ours: a body that is no JSON of its own must not get through by closing them.
    const bool one = bare.has_value() && bare.value().orders.size() == 1 && bare.value().devices.empty();
    if (one) {
        return bare;
    }
    if (bare.has_value() || was_document(bare.error())) {
        return model::read_order_document(body);
    }
    std::vector<model::DocumentFault> faults = std::move(bare.error());
    for (model::DocumentFault& fault : faults) {
        if (is_within(fault.pointer, only_order)) {
            fault.pointer.erase(0, only_order.size());
        }
    }
    return refuse(std::move(faults));
}

}  // namespace

ReadDocument read_document(std::string_view body, BodyKind kind)
{
    return kind == BodyKind::order ? read_either(body) : model::read_order_document(body);
}

}  // namespace cordon::api
