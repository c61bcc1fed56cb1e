// SPDX-License-Identifier: Apache-2.0
#include "house.hpp"

#include <gtest/gtest.h>

namespace cordon::api {

namespace {

constexpr std::string_view own_page = "Sec-Fetch-Site: same-origin\r\n";

std::string sign_in_body(const House& house, Role role)
{
    return R"({"token":")" + house.token(role) + R"(","reason":"night shift"})";
}

std::string cookie_of(const Answer& answer)
{
    const std::string header = answer.header("Set-Cookie");
    return "Cookie: " + header.substr(0, header.find(';')) + "\r\n";
}

}  // namespace

TEST(Session, a_console_signs_in_works_and_signs_out)
{
    const House house;
    const Answer signed_in =
        ask(house.port(), "POST", "/v1/session", {}, sign_in_body(house, Role::operator_), own_page);
    ASSERT_EQ(signed_in.status, 200U) << signed_in.body;
    const std::string cookie = cookie_of(signed_in);

    EXPECT_NE(signed_in.header("Set-Cookie").find("HttpOnly; SameSite=Strict"), std::string::npos);
    EXPECT_NE(ask(house.port(), "GET", "/v1/session", {}, {}, cookie).body.find("night shift"), std::string::npos);
    EXPECT_EQ(ask(house.port(), "GET", "/v1/incidents", {}, {}, cookie).status, 200U);
    EXPECT_EQ(ask(house.port(), "DELETE", "/v1/session", {}, {}, cookie + std::string{own_page}).status, 204U);
    EXPECT_EQ(ask(house.port(), "GET", "/v1/incidents", {}, {}, cookie).status, 401U);
}

TEST(Session, no_reason_no_session)
{
    const House house;

    EXPECT_EQ(
        ask(house.port(), "POST", "/v1/session", {}, R"({"token":")" + house.token(Role::operator_) + "\"}").status,
        400U);
    EXPECT_EQ(ask(house.port(), "POST", "/v1/session", {}, R"({"token":"cordon_x","reason":"shift"})").status, 401U);
}

TEST(Session, another_page_can_neither_sign_in_nor_change_anything)
{
    const House house;
    const std::string cookie =
        cookie_of(ask(house.port(), "POST", "/v1/session", {}, sign_in_body(house, Role::admin), own_page));
    const std::string order = order_json("ORD-1", "356307042441013");
    const auto put = [&](const std::string& headers) {
        return ask(house.port(), "PUT", "/v1/orders/ORD-1", {}, order, cookie + headers).status;
    };

    EXPECT_EQ(
        ask(house.port(), "POST", "/v1/session", {}, sign_in_body(house, Role::admin), "Sec-Fetch-Site: cross-site\r\n")
            .status,
        403U);
    EXPECT_EQ(put("Sec-Fetch-Site: cross-site\r\n"), 403U);
    EXPECT_EQ(put("Sec-Fetch-Site: same-site\r\n"), 403U);
    EXPECT_EQ(put("Origin: http://evil.example\r\n"), 403U);
    EXPECT_EQ(put(""), 403U);
    EXPECT_EQ(put("Origin: http://localhost\r\n"), 201U);
}

TEST(Session, it_ends_after_its_hours_and_with_its_token)
{
    House house;
    const std::string cookie =
        cookie_of(ask(house.port(), "POST", "/v1/session", {}, sign_in_body(house, Role::operator_), own_page));
    ASSERT_EQ(ask(house.port(), "GET", "/v1/incidents", {}, {}, cookie).status, 200U);

    house.clock_millis += 12 * 60 * 60 * 1000;

    EXPECT_EQ(ask(house.port(), "GET", "/v1/incidents", {}, {}, cookie).status, 401U);
}

}  // namespace cordon::api
