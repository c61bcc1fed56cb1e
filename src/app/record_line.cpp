// SPDX-License-Identifier: Apache-2.0
#include "record_line.hpp"

#include <cordon/core/bytes.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/observation_json.hpp>

#include <nlohmann/json.hpp>

#include <string_view>
#include <variant>

namespace cordon::app {

namespace {

/// A JSON object as it grows.
class Line {
public:
    void raw(std::string_view name, std::string_view json)
    {
        text_ += text_.empty() ? '{' : ',';
        text_ += '"';
        text_ += name;
        text_ += "\":";
        text_ += json;
    }

    void text(std::string_view name, std::string_view value)
    {
        raw(name, nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }

    /// Text that should be JSON, as it is where it is.
    void json(std::string_view name, std::string_view value)
    {
        if (nlohmann::json::accept(value)) {
            raw(name, value);
        } else {
            text(name, value);
        }
    }

    [[nodiscard]] std::string end() && { return std::move(text_) + '}'; }

private:
    std::string text_;
};

void add(Line& line, const model::FrameRecord& frame)
{
    line.text("kind", "frame");
    line.text("device", frame.device.text);
    line.text("protocol", model::to_string(frame.protocol));
    line.text("peer", frame.peer);
    line.text("received", to_rfc3339(frame.received));
    line.text("raw", to_hex(frame.raw));
    std::string observations;
    for (const model::Observation& observation : frame.observations) {
        observations += observations.empty() ? "" : ",";
        observations += model::to_json(observation);
    }
    line.raw("observations", '[' + observations + ']');
}

void add(Line& line, const model::TickRecord& /*tick*/)
{
    line.text("kind", "tick");
}

void add(Line& line, const model::OrderRecord& order)
{
    line.text("kind", "order");
    line.text("by", order.by.text);
    line.json("order", order.json);
}

void add(Line& line, const model::DeviceRecord& device)
{
    line.text("kind", "device");
    line.text("by", device.by.text);
    line.json("device", device.json);
}

void add(Line& line, const model::TokenRecord& token)
{
    line.text("kind", "token");
    line.text("id", token.id);
    line.text("name", token.name);
    line.text("role", token.role);
    line.text("sha256", token.sha256);
    if (token.expires) {
        line.text("expires", to_rfc3339(*token.expires));
    }
    line.raw("revoked", token.revoked ? "true" : "false");
    line.text("by", token.by.text);
}

void add(Line& line, const model::ActionRecord& action)
{
    line.text("kind", "action");
    line.text("incident", action.incident.text);
    line.text("what", action.what);
    line.json("detail", action.detail);
    line.text("by", action.by.text);
}

void add(Line& line, const model::StartRecord& start)
{
    line.text("kind", "start");
    line.text("version", start.version);
}

}  // namespace

std::string record_line(const model::StampedRecord& record)
{
    Line line;
    line.raw("offset", std::to_string(record.offset.value));
    line.text("at", to_rfc3339(record.record.at));
    std::visit([&line](const auto& body) { add(line, body); }, record.record.body);
    return std::move(line).end();
}

std::string quarantine_line(const port::QuarantinedBytes& entry)
{
    Line line;
    line.text("received", to_rfc3339(entry.received));
    line.text("protocol", model::to_string(entry.protocol));
    line.text("peer", entry.peer);
    line.text("reason", entry.reason);
    line.text("bytes", to_hex(entry.bytes));
    return std::move(line).end();
}

}  // namespace cordon::app
