// SPDX-License-Identifier: Apache-2.0
#include <cordon/core/time.hpp>

#include <fmt/format.h>

#include <cstdint>

namespace cordon {
inline namespace core {

namespace {

using namespace std::chrono;

/// Reads exactly `digits` decimal digits at the front of `text` and takes them off.
std::optional<int> take_number(std::string_view& text, std::size_t digits) noexcept
{
    if (text.size() < digits) {
        return std::nullopt;
    }
    int value = 0;
    for (const char c : text.substr(0, digits)) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char c) noexcept
{
    if (text.empty() || text.front() != c) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

std::optional<sys_days> take_date(std::string_view& text) noexcept
{
    const auto y = take_number(text, 4);
    if (!y || !take(text, '-')) {
        return std::nullopt;
    }
    const auto m = take_number(text, 2);
    if (!m || !take(text, '-')) {
        return std::nullopt;
    }
    const auto d = take_number(text, 2);
    if (!d || *y < 1970) {
        return std::nullopt;
    }
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    return date.ok() ? std::optional{sys_days{date}} : std::nullopt;
}

std::optional<Millis> take_clock(std::string_view& text) noexcept
{
    const auto h = take_number(text, 2);
    if (!h || !take(text, ':')) {
        return std::nullopt;
    }
    const auto m = take_number(text, 2);
    if (!m || !take(text, ':')) {
        return std::nullopt;
    }
    const auto s = take_number(text, 2);
    if (!s || *h > 23 || *m > 59 || *s > 59) {
        return std::nullopt;
    }
    Millis clock = hours{*h} + minutes{*m} + seconds{*s};
    if (!take(text, '.')) {
        return clock;
    }
    int scale = 100;
    bool some = false;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        clock += Millis{(text.front() - '0') * scale};
        scale /= 10;
        some = true;
        text.remove_prefix(1);
    }
    return some ? std::optional{clock} : std::nullopt;
}

std::optional<minutes> take_offset(std::string_view& text) noexcept
{
    if (take(text, 'Z')) {
        return minutes{0};
    }
    const bool west = take(text, '-');
    if (!west && !take(text, '+')) {
        return std::nullopt;
    }
    const auto h = take_number(text, 2);
    if (!h || !take(text, ':')) {
        return std::nullopt;
    }
    const auto m = take_number(text, 2);
    if (!m || *h > 23 || *m > 59) {
        return std::nullopt;
    }
    const minutes offset = hours{*h} + minutes{*m};
    return west ? -offset : offset;
}

}  // namespace

std::optional<UtcTime> parse_utc(std::string_view text) noexcept
{
    const auto date = take_date(text);
    if (!date || !take(text, 'T')) {
        return std::nullopt;
    }
    const auto clock = take_clock(text);
    if (!clock) {
        return std::nullopt;
    }
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) {
        return std::nullopt;
    }
    return UtcTime{*date} + *clock - *offset;
}

std::string to_rfc3339(UtcTime at)
{
    const auto date = floor<days>(at);
    const year_month_day ymd{date};
    const hh_mm_ss clock{at - date};
    std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(ymd.year()),
                                   static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                                   clock.hours().count(), clock.minutes().count(), clock.seconds().count());
    if (clock.subseconds().count() != 0) {
        text += fmt::format(".{:03}", clock.subseconds().count());
    }
    return text + 'Z';
}

}  // namespace core
}  // namespace cordon
