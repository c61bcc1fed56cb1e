// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>

#include <boost/asio/ip/address.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::ingest {

/// The addresses that share their first `bits` bits. IPv4 is kept as the IPv6 addresses that stand for it, so that
/// one comparison serves both, and an IPv4 tag on a dual-stack socket is still in its range.
class SourceRange {
public:
    /// "10.0.0.0/8", "2001:db8::/32", or one address. A fault that says what would be right.
    [[nodiscard]] static Result<SourceRange> parse(std::string_view text);

    [[nodiscard]] bool contains(const boost::asio::ip::address& address) const noexcept;

private:
    std::array<std::uint8_t, 16> prefix_{};
    unsigned bits_ = 0;
};

/// Whether the address is in one of the ranges; always where there are none. A range that cannot be read holds nobody.
[[nodiscard]] bool within(std::span<const std::string> ranges, const boost::asio::ip::address& address);

/// The address as what it stands for: IPv4 out of an IPv4-mapped IPv6 one.
[[nodiscard]] boost::asio::ip::address unmapped(const boost::asio::ip::address& address);

}  // namespace cordon::ingest
