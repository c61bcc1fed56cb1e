// SPDX-License-Identifier: Apache-2.0
#include "target.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace cordon::api {

namespace {

/// More parameters than any route has.
constexpr std::size_t max_parameters = 32;

std::optional<unsigned> hex_digit(char c) noexcept
{
    if (c >= '0' && c <= '9') {
        return static_cast<unsigned>(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return static_cast<unsigned>(c - 'a') + 10U;
    }
    if (c >= 'A' && c <= 'F') {
        return static_cast<unsigned>(c - 'A') + 10U;
    }
    return std::nullopt;
}

bool is_control(char c) noexcept
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

std::optional<Parameters> parse_query(std::string_view text)
{
    Parameters query;
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), pair.size() + 1));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        std::string raw_value{pair.substr(std::min(pair.size(), equals + 1))};
        std::ranges::replace(raw_value, '+', ' ');
        auto name = percent_decoded(pair.substr(0, equals));
        auto value = percent_decoded(raw_value);
        if (!name || !value || query.size() == max_parameters) {
            return std::nullopt;
        }
        query.emplace(std::move(*name), std::move(*value));
    }
    return query;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            const auto high = i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
            const auto low = high ? hex_digit(text[i + 2]) : std::nullopt;
            if (!low) {
                return std::nullopt;
            }
            c = static_cast<char>(*high * 16U + *low);
            i += 2;
        }
        if (is_control(c)) {
            return std::nullopt;
        }
        decoded.push_back(c);
    }
    return decoded;
}

std::optional<Target> parse_target(std::string_view target)
{
    if (target.empty() || target.front() != '/') {
        return std::nullopt;
    }
    const std::size_t question = std::min(target.find('?'), target.size());
    auto query = parse_query(target.substr(std::min(target.size(), question + 1)));
    if (!query) {
        return std::nullopt;
    }
    return Target{.path = std::string{target.substr(0, question)}, .query = std::move(*query)};
}

std::optional<std::vector<std::string>> path_segments(std::string_view path)
{
    std::vector<std::string> segments;
    if (path.empty() || path.front() != '/') {
        return std::nullopt;
    }
    path.remove_prefix(1);
    while (!path.empty()) {
        const std::string_view raw = path.substr(0, path.find('/'));
        auto segment = percent_decoded(raw);
        if (!segment || segment->empty() || *segment == "." || *segment == "..") {
            return std::nullopt;
        }
        segments.push_back(std::move(*segment));
        const bool more = raw.size() < path.size();
        path.remove_prefix(std::min(path.size(), raw.size() + 1));
        if (more && path.empty()) {
            return std::nullopt;  // "/a/": its last segment is empty
        }
    }
    return segments;
}

std::optional<std::size_t> whole_number(const Parameters& query, std::string_view name, std::size_t otherwise,
                                        std::size_t most)
{
    const auto it = query.find(name);
    if (it == query.end()) {
        return otherwise;
    }
    std::size_t value = 0;
    const char* const end = it->second.data() + it->second.size();
    const auto [stopped, error] = std::from_chars(it->second.data(), end, value);
    if (error != std::errc{} || stopped != end || value == 0 || value > most) {
        return std::nullopt;
    }
    return value;
}

std::optional<Box> parse_box(std::string_view text)
{
    std::array<double, 4> numbers{};
    const char* at = text.data();
    const char* const end = at + text.size();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto [stopped, error] = std::from_chars(at, end, numbers[i]);
        const bool last = i + 1 == numbers.size();
        if (error != std::errc{} || !std::isfinite(numbers[i]) ||
            (last ? stopped != end : stopped == end || *stopped != ',')) {
            return std::nullopt;
        }
        at = last ? stopped : stopped + 1;
    }
    const Box box{.min_lon = numbers[0], .min_lat = numbers[1], .max_lon = numbers[2], .max_lat = numbers[3]};
    if (box.min_lon > box.max_lon || box.min_lat > box.max_lat) {
        return std::nullopt;
    }
    return box;
}

}  // namespace cordon::api
