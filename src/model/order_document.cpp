// SPDX-License-Identifier: Apache-2.0
#include "device_reader.hpp"
#include "order_reader.hpp"

#include <cordon/core/ensure.hpp>
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

/// As `[["2026-03-29T01:00:00Z",3600]]`.
JsonValue json_of(const UtcOffsets& offsets)
{
    JsonValue::List out;
    for (const UtcOffsets::From& stretch : offsets.stretches) {
        const std::int64_t ahead = stretch.ahead.count();
        out.push_back({JsonValue::List{{to_rfc3339(stretch.at)}, {ahead}}});
    }
    return {std::move(out)};
}

Result<Order, Faults> order_of_record(const JsonValue& value)
{
    DocumentReader reader;
    Order order = read_order_entry(reader, "", value, OrderSource::record);
    if (reader.count() > 0) {
        return refuse(reader.take());
    }
    return order;
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
        out.orders = read_list<OrderText>(reader, value, "orders",
                                          [](DocumentReader& reads, std::string_view at, const JsonValue& item) {
                                              return read_order_entry(reads, at, item, OrderSource::document);
                                          });
        out.devices = read_list<DeviceText>(reader, value, "devices", read_device_entry);
    }
    if (reader.count() > 0) {
        return refuse(reader.take());
    }
    return out;
}

std::string record_json(const OrderText& order)
{
    auto value = parse_json(order.json);
    ensure(value.has_value(), "the text of an order that was read can be read again");
    std::get<JsonValue::Members>(value.value().held).emplace_back(offsets_key, json_of(order.order.offsets));
    return canonical_json(value.value());
}

Result<OrderText, Faults> read_order_record(std::string_view json)
{
    CORDON_TRY(JsonValue value, parse_document(json));
    CORDON_TRY(Order order, order_of_record(value));
    std::erase_if(std::get<JsonValue::Members>(value.held),
                  [](const JsonValue::Member& member) { return member.first == offsets_key; });
    return OrderText{.order = std::move(order), .json = canonical_json(value)};
}

Result<Order, Faults> read_order(std::string_view json)
{
    CORDON_TRY(const JsonValue value, parse_document(json));
    return order_of_record(value);
}

Result<Device, Faults> read_device(std::string_view json)
{
    CORDON_TRY(const JsonValue value, parse_document(json));
    DocumentReader reader;
    Device device = read_device_entry(reader, "", value);
    if (reader.count() > 0) {
        return refuse(reader.take());
    }
    return device;
}

}  // namespace cordon::model
