// SPDX-License-Identifier: Apache-2.0
#include "device_reader.hpp"
#include "order_reader.hpp"

#include <cordon/model/order_document.hpp>

#include <set>

namespace cordon::model {

namespace {

using Faults = std::vector<DocumentFault>;

Result<JsonValue, Faults> parse_document(std::string_view json)
{
    if (json.size() > max_document_bytes) {
        return refuse(
            Faults{{.pointer = "",
                    .what = fmt::format("has {} bytes; a document has at most {}", json.size(), max_document_bytes)}});
    }
    auto parsed = parse_json(json);
    if (!parsed.has_value()) {
        return refuse(Faults{{.pointer = parsed.error().pointer, .what = parsed.error().what}});
    }
    return std::move(parsed).value();
}

/// Reads a list of `document`, each entry with its canonical text, and names ids that stand twice.
template <class Text, class ReadEntry>
std::vector<Text> read_list(DocumentReader& reader, const JsonValue& document, std::string_view key,
                            ReadEntry read_entry)
{
    std::vector<Text> out;
    std::set<std::string> seen;
    const std::string list_at = pointer_step(key);
    for (const JsonValue& item : reader.items(list_at, document.find(key), false)) {
        const std::string at = list_at + pointer_step(out.size());
        auto entry = read_entry(reader, at, item);
        if (!entry.id.text.empty() && !seen.insert(entry.id.text).second) {
            reader.fault(at + "/id", fmt::format("{} stands twice", said_of(*item.find("id"))));
        }
        out.push_back({std::move(entry), canonical_json(item)});
    }
    return out;
}

template <class Value, class ReadEntry>
Result<Value, Faults> read_one(std::string_view json, ReadEntry read_entry)
{
    CORDON_TRY(const JsonValue value, parse_document(json));
    DocumentReader reader;
    Value entry = read_entry(reader, "", value);
    if (reader.count() > 0) {
        return refuse(reader.take());
    }
    return entry;
}

}  // namespace

Result<OrderDocument, Faults> read_order_document(std::string_view json)
{
    CORDON_TRY(const JsonValue value, parse_document(json));
    DocumentReader reader;
    OrderDocument out;
    // Devices alone are a document too: they come from the stores, orders from the courts.
    const bool is_object = value.find("devices") != nullptr ? reader.object("", value, {"devices"}, {"orders"})
                                                            : reader.object("", value, {"orders"}, {"devices"});
    if (is_object) {
        out.orders = read_list<OrderText>(reader, value, "orders", read_order_entry);
        out.devices = read_list<DeviceText>(reader, value, "devices", read_device_entry);
    }
    if (reader.count() > 0) {
        return refuse(reader.take());
    }
    return out;
}

Result<Order, Faults> read_order(std::string_view json)
{
    return read_one<Order>(json, read_order_entry);
}

Result<Device, Faults> read_device(std::string_view json)
{
    return read_one<Device>(json, read_device_entry);
}

}  // namespace cordon::model
