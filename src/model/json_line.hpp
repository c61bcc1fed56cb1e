// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_value.hpp"

#include <cordon/core/time.hpp>
#include <cordon/model/position.hpp>

#include <string>
#include <string_view>

namespace cordon::model {

/// Writes one JSON object, its members in the order they are given.
class JsonLine {
public:
    JsonLine& text(std::string_view key, std::string_view value)
    {
        append_json_text(at(key), value);
        return *this;
    }

    JsonLine& number(std::string_view key, double value)
    {
        append_json_number(at(key), value);
        return *this;
    }

    /// `json` is a value already written.
    JsonLine& raw(std::string_view key, std::string_view json)
    {
        at(key) += json;
        return *this;
    }

    JsonLine& null(std::string_view key) { return raw(key, "null"); }

    JsonLine& yes_or_no(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }

    JsonLine& time(std::string_view key, UtcTime value) { return text(key, to_rfc3339(value)); }

    /// "lat" and "lon", degrees, at most seven decimals.
    JsonLine& position(Position value)
    {
        append_degrees(at("lat"), value.lat_e7());
        append_degrees(at("lon"), value.lon_e7());
        return *this;
    }

    [[nodiscard]] std::string end() { return std::move(out_ += '}'); }

private:
    std::string& at(std::string_view key)
    {
        out_ += out_.size() == 1 ? "\"" : ",\"";
        out_ += key;
        return out_ += "\":";
    }

    /// By whole numbers, so that what is written is the position exactly.
    static void append_degrees(std::string& out, std::int32_t e7);

    std::string out_ = "{";
};

}  // namespace cordon::model
