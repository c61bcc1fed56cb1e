// SPDX-License-Identifier: Apache-2.0
#include "address_range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cordon::model {

namespace {

using Address = std::vector<std::uint8_t>;

/// A whole text as a number in `base`, at most `high`, without signs.
std::optional<unsigned> number(std::string_view text, int base, std::size_t most_digits, unsigned high) noexcept
{
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && text.size() <= most_digits && value <= high ? std::optional{value} : std::nullopt;
}

std::vector<std::string_view> split(std::string_view text, char at)
{
    std::vector<std::string_view> parts;
    while (true) {
        const auto end = text.find(at);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

std::optional<Address> read_v4(std::string_view text)
{
    Address out;
    for (const std::string_view part : split(text, '.')) {
        const auto byte = number(part, 10, 3, 255);
        if (!byte || (part.size() > 1 && part.front() == '0')) {
            return std::nullopt;
        }
        out.push_back(static_cast<std::uint8_t>(*byte));
    }
    return out.size() == 4 ? std::optional{out} : std::nullopt;
}

/// Groups of four hexadecimal digits; an empty text has none.
std::optional<Address> read_groups(std::string_view text)
{
    Address out;
    if (text.empty()) {
        return out;
    }
    for (const std::string_view part : split(text, ':')) {
        const auto group = number(part, 16, 4, 0xffff);
        if (!group) {
            return std::nullopt;
        }
        out.push_back(static_cast<std::uint8_t>(*group >> 8U));
        out.push_back(static_cast<std::uint8_t>(*group & 0xffU));
    }
    return out;
}

std::optional<Address> read_v6(std::string_view text)
{
    constexpr std::size_t bytes = 16;
    const auto gap = text.find("::");
    if (gap == std::string_view::npos) {
        auto all = read_groups(text);
        return all && all->size() == bytes ? all : std::nullopt;
    }
    auto front = read_groups(text.substr(0, gap));
    const auto back = read_groups(text.substr(gap + 2));
    if (!front || !back || front->size() + back->size() > bytes - 2) {
        return std::nullopt;
    }
    front->resize(bytes - back->size());
    front->insert(front->end(), back->begin(), back->end());
    return front;
}

bool is_zero_after(const Address& address, std::size_t prefix) noexcept
{
    for (std::size_t bit = prefix; bit < address.size() * 8; ++bit) {
        if ((address[bit / 8] >> (7 - bit % 8) & 1U) != 0) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::optional<std::string> address_range_fault(std::string_view text)
{
    const auto slash = text.find('/');
    const std::string_view front = text.substr(0, slash);
    const auto address = front.find(':') == std::string_view::npos ? read_v4(front) : read_v6(front);
    if (slash == std::string_view::npos || !address) {
        return "must be a range of addresses such as 10.0.0.0/8";
    }
    const auto bits = static_cast<unsigned>(address->size() * 8);
    const auto prefix = number(text.substr(slash + 1), 10, 3, bits);
    if (!prefix) {
        return fmt::format("its prefix must be a whole number from 0 to {}", bits);
    }
    if (!is_zero_after(*address, *prefix)) {
        return fmt::format("its bits after the first {} must be zero", *prefix);
    }
    return std::nullopt;
}

}  // namespace cordon::model
