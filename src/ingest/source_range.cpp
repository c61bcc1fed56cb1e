// SPDX-License-Identifier: Apache-2.0
#include "source_range.hpp"

#include <algorithm>
#include <charconv>

namespace cordon::ingest {

namespace ip = boost::asio::ip;

namespace {

std::array<std::uint8_t, 16> as_v6(const ip::address& address) noexcept
{
    return address.is_v4() ? ip::make_address_v6(ip::v4_mapped, address.to_v4()).to_bytes()
                           : address.to_v6().to_bytes();
}

bool same_prefix(const std::array<std::uint8_t, 16>& a, const std::array<std::uint8_t, 16>& b, unsigned bits) noexcept
{
    for (unsigned bit = 0; bit < bits; bit += 8) {
        const unsigned left = std::min(8U, bits - bit);
        const auto mask = static_cast<std::uint8_t>(0xFFU << (8U - left));
        if (((a[bit / 8] ^ b[bit / 8]) & mask) != 0) {
            return false;
        }
    }
    return true;
}

}  // namespace

Result<SourceRange> SourceRange::parse(std::string_view text)
{
    const std::string fault = "\"" + std::string{text} + "\" is no source range; \"10.0.0.0/8\" would be one";
    const auto slash = text.find('/');
    boost::system::error_code error;
    const ip::address address = ip::make_address(std::string{text.substr(0, slash)}, error);
    if (error) {
        return refuse(fault);
    }
    const unsigned most = address.is_v4() ? 32 : 128;
    unsigned bits = most;
    if (slash != std::string_view::npos) {
        const std::string_view digits = text.substr(slash + 1);
        const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
        if (failed != std::errc{} || end != digits.data() + digits.size() || bits > most) {
            return refuse(fault);
        }
    }
    SourceRange range;
    range.prefix_ = as_v6(address);
    range.bits_ = bits + (128 - most);
    return range;
}

bool SourceRange::contains(const ip::address& address) const noexcept
{
    return same_prefix(prefix_, as_v6(address), bits_);
}

bool within(std::span<const std::string> ranges, const ip::address& address)
{
    return ranges.empty() || std::ranges::any_of(ranges, [&address](const std::string& text) {
               const auto range = SourceRange::parse(text);
               return range.has_value() && range.value().contains(address);
           });
}

ip::address unmapped(const ip::address& address)
{
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    }
    return address;
}

}  // namespace cordon::ingest
