// SPDX-License-Identifier: Apache-2.0
#include "address.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

namespace cordon::notify {

namespace {

bool is_public_text(const char* text)
{
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    if (::inet_pton(AF_INET6, text, &six.sin6_addr) == 1) {
        return is_public(reinterpret_cast<const sockaddr&>(six));
    }
    sockaddr_in four{};
    four.sin_family = AF_INET;
    EXPECT_EQ(::inet_pton(AF_INET, text, &four.sin_addr), 1) << text;
    return is_public(reinterpret_cast<const sockaddr&>(four));
}

}  // namespace

TEST(WebhookAddress, what_is_not_on_the_public_net_is_known_in_every_form)
{
    for (const char* text : {"127.0.0.1",
                             "127.9.8.7",
                             "10.0.0.1",
                             "172.16.0.1",
                             "172.31.255.255",
                             "192.168.1.1",
                             "169.254.169.254",
                             "100.64.0.1",
                             "0.0.0.0",
                             "224.0.0.1",
                             "255.255.255.255",
                             "::1",
                             "::",
                             "fe80::1",
                             "fc00::1",
                             "fd12:3456::1",
                             "ff02::1",
                             "::ffff:127.0.0.1",
                             "::ffff:10.0.0.1",
                             "64:ff9b::7f00:1",
                             "2002:7f00:1::",
                             "2001:db8::1",
                             "2001::1",
                             "::127.0.0.1"}) {
        EXPECT_FALSE(is_public_text(text)) << text;
    }
    for (const char* text : {"8.8.8.8", "172.15.0.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "11.0.0.1"}) {
        EXPECT_TRUE(is_public_text(text)) << text;
    }
}

TEST(WebhookAddress, a_url_is_https_without_a_password_unless_the_host_is_allowed)
{
    EXPECT_TRUE(check_url("https://example.org/hook", false).has_value());
    EXPECT_FALSE(check_url("http://example.org/hook", false).has_value());
    EXPECT_TRUE(check_url("http://127.0.0.1:9/hook", true).has_value());
    EXPECT_FALSE(check_url("https://user:pass@example.org/", true).has_value());
    EXPECT_FALSE(check_url("file:///etc/passwd", true).has_value());
    EXPECT_FALSE(check_url("no url", true).has_value());
}

}  // namespace cordon::notify
