// SPDX-License-Identifier: Apache-2.0
#include "address.hpp"

#include <curl/curl.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace cordon::notify {

namespace {

struct Range4 {
    std::uint32_t from;
    unsigned bits;
};

constexpr std::uint32_t v4(unsigned a, unsigned b, unsigned c, unsigned d)
{
    return (a << 24U) | (b << 16U) | (c << 8U) | d;
}

/// IANA's special-purpose registry: what is no host on the public net.
constexpr std::array<Range4, 14> special4{{{v4(0, 0, 0, 0), 8},
                                           {v4(10, 0, 0, 0), 8},
                                           {v4(100, 64, 0, 0), 10},
                                           {v4(127, 0, 0, 0), 8},
                                           {v4(169, 254, 0, 0), 16},
                                           {v4(172, 16, 0, 0), 12},
                                           {v4(192, 0, 0, 0), 24},
                                           {v4(192, 0, 2, 0), 24},
                                           {v4(192, 168, 0, 0), 16},
                                           {v4(198, 18, 0, 0), 15},
                                           {v4(198, 51, 100, 0), 24},
                                           {v4(203, 0, 113, 0), 24},
                                           {v4(224, 0, 0, 0), 4},
                                           {v4(240, 0, 0, 0), 4}}};

bool is_public4(std::uint32_t address)
{
    return std::ranges::none_of(special4, [&](const Range4& range) {
        return (address >> (32U - range.bits)) == (range.from >> (32U - range.bits));
    });
}

std::uint32_t last_four(const in6_addr& address, std::size_t at)
{
    const auto& bytes = address.s6_addr;
    return v4(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
}

bool is_public6(const in6_addr& address)
{
    const auto& bytes = address.s6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&address)) {
        return is_public4(last_four(address, 12));
    }
    const bool nat64 = bytes[0] == 0x00 && bytes[1] == 0x64 && bytes[2] == 0xff && bytes[3] == 0x9b;
    if (nat64) {
        return is_public4(last_four(address, 12));
    }
    const bool six_to_four = bytes[0] == 0x20 && bytes[1] == 0x02;
    const bool global = (bytes[0] & 0xe0U) == 0x20;  // 2000::/3
    const bool teredo_or_documentation =
        bytes[0] == 0x20 && bytes[1] == 0x01 && (bytes[2] < 0x02 || (bytes[2] == 0x0d && bytes[3] == 0xb8));
    return global && !teredo_or_documentation && (!six_to_four || is_public4(last_four(address, 2)));
}

struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string part_of(CURLU* url, CURLUPart part)
{
    char* text = nullptr;
    if (curl_url_get(url, part, &text, 0) != CURLUE_OK) {
        return {};
    }
    std::string copy{text};
    curl_free(text);
    return copy;
}

}  // namespace

bool is_public(const sockaddr& address) noexcept
{
    if (address.sa_family == AF_INET) {
        return is_public4(ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr));
    }
    if (address.sa_family == AF_INET6) {
        return is_public6(reinterpret_cast<const sockaddr_in6&>(address).sin6_addr);
    }
    return false;
}

Result<void> check_url(const std::string& url, bool allow_private)
{
    const std::unique_ptr<CURLU, FreeUrl> parsed{curl_url()};
    if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
        return refuse("is no URL; it must be like https://example.org/hook");
    }
    const std::string scheme = part_of(parsed.get(), CURLUPART_SCHEME);
    if (scheme != "https" && !(scheme == "http" && allow_private)) {
        return refuse("must be https (http only where allow_private is set)");
    }
    if (!part_of(parsed.get(), CURLUPART_USER).empty() || !part_of(parsed.get(), CURLUPART_PASSWORD).empty()) {
        return refuse("must hold no user or password; the signature is what a receiver checks");
    }
    return done();
}

}  // namespace cordon::notify
