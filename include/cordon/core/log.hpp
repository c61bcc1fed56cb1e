// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

/// The one door to the log: an event name to search for, fields to filter by. Never a wearer's name, address or
/// position. Any thread.
namespace cordon::log {

struct Value {
    std::string text;

    Value(std::string_view words) : text{words} {}

    Value(const std::string& words) : text{words} {}

    Value(const char* words) : text{words} {}

    template <class Number>
        requires std::is_arithmetic_v<Number>
    Value(Number number) : text{std::to_string(number)}
    {
    }
};

struct Field {
    std::string_view name;
    Value value;
};

using Fields = std::initializer_list<Field>;

void info(std::string_view event, Fields fields = {});
void warn(std::string_view event, Fields fields = {});
void error(std::string_view event, Fields fields = {});

/// Where lines go and how they look; called once, by main, before any thread starts. Lines go to standard error, one
/// a line: `2026-01-05T10:00:00.000Z warn frame_refused reason=crc peer=127.0.0.1`. `level`: debug, info, warn, error.
void start(std::string_view level);

/// From now on lines of `level` and above are written. Any thread.
void set_level(std::string_view level);

/// What one line holds after its level: the event and its fields, values quoted where they hold more than plain
/// characters, control characters escaped (a tag must not be able to write a line of its own).
[[nodiscard]] std::string line(std::string_view event, Fields fields);

}  // namespace cordon::log
