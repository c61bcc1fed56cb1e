// SPDX-License-Identifier: Apache-2.0
#include "device_reader.hpp"

#include "address_range.hpp"
#include "device_names.hpp"

#include <limits>

namespace cordon::model {

namespace {

/// No zone is farther from UTC than this, and a clock that is out by more is not set at all; minutes.
constexpr std::int64_t most_offset_min = 1440;
/// A platform's own networks; more is a mistake.
constexpr std::size_t most_source_ranges = 64;

std::optional<StrapInput> read_strap_input(DocumentReader& reader, const std::string& at, const JsonValue* value)
{
    if (value == nullptr || !reader.object(at, *value, {"io", "open"}, {})) {
        return std::nullopt;
    }
    StrapInput out;
    out.io = static_cast<std::uint16_t>(
        reader.whole(at + "/io", value->find("io"), 0, std::numeric_limits<std::uint16_t>::max(), 0));
    if (const JsonValue* open = value->find("open"); open != nullptr) {
        const auto number = open->as_unsigned();
        if (!number) {
            reader.fault(at + "/open", fmt::format("is {}; must be a whole number from 0", said_of(*open)));
        }
        out.open = number.value_or(0);
    }
    return out;
}

std::vector<std::string> read_source_ranges(DocumentReader& reader, const std::string& at, const JsonValue* value)
{
    std::vector<std::string> out;
    const JsonValue::List& items = reader.items(at, value, false);
    if (items.size() > most_source_ranges) {
        reader.fault(at, fmt::format("has {} ranges; at most {}", items.size(), most_source_ranges));
    }
    for (const JsonValue& item : items) {
        const std::string* text = item.as_text();
        const auto why = text == nullptr ? std::optional<std::string>{"must be a text"} : address_range_fault(*text);
        if (why) {
            reader.fault(at + pointer_step(out.size()), fmt::format("is {}; {}", said_of(item), *why));
        }
        out.push_back(text == nullptr ? "" : *text);
    }
    return out;
}

}  // namespace

Device read_device_entry(DocumentReader& reader, std::string_view at_view, const JsonValue& value)
{
    const std::string at{at_view};
    Device out;
    if (!reader.object(at, value, {"id", "protocol"},
                       {"model", "clock_offset_min", "io16_group", "strap_input", "source_ranges"})) {
        return out;
    }
    out.id.text = reader.id(at + "/id", value.find("id"));
    out.protocol = reader.word(at + "/protocol", value.find("protocol"), protocols);
    if (const JsonValue* model = DocumentReader::unless_null(&value, "model")) {
        out.model = reader.text(at + "/model", model);
    }
    out.clock_offset_min = static_cast<std::int32_t>(
        reader.whole(at + "/clock_offset_min", value.find("clock_offset_min"), -most_offset_min, most_offset_min, 0));
    out.io16_group = reader.yes_or_no(at + "/io16_group", value.find("io16_group"));
    out.strap_input = read_strap_input(reader, at + "/strap_input", DocumentReader::unless_null(&value, "strap_input"));
    out.source_ranges = read_source_ranges(reader, at + "/source_ranges", value.find("source_ranges"));
    return out;
}

}  // namespace cordon::model
