// SPDX-License-Identifier: Apache-2.0
#include "house.hpp"
#include "routes.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

namespace cordon::api {

namespace {

using enum Role;

/// What each role may do, said a second time: a slip in the server's table shows as a difference.
const std::map<std::string, std::set<Role>>& expected()
{
    static const std::set<Role> every(all_roles.begin(), all_roles.end());
    static const std::map<std::string, std::set<Role>> table{
        {"GET /healthz", every},
        {"GET /readyz", every},
        {"POST /v1/session", every},
        {"GET /v1/session", every},
        {"DELETE /v1/session", every},
        {"GET /v1/incidents", {operator_, supervisor, admin}},
        {"GET /v1/incidents/stream", {operator_, supervisor, admin}},
        {"GET /v1/incidents/{id}", {operator_, supervisor, admin}},
        {"GET /v1/track/live", {operator_, supervisor, admin}},
        {"GET /v1/zones", {operator_, supervisor, admin}},
        {"GET /v1/orders", {operator_, supervisor, admin}},
        {"POST /v1/orders", {admin}},
        {"GET /v1/orders/{id}", {operator_, supervisor, admin}},
        {"PUT /v1/orders/{id}", {supervisor, admin}},
        {"GET /v1/devices", {operator_, supervisor, ops, admin}},
        {"GET /v1/tokens", {admin}},
        {"POST /v1/tokens", {admin}},
        {"GET /v1/tokens/{id}", {admin}},
        {"DELETE /v1/tokens/{id}", {admin}},
    };
    return table;
}

std::string name_of(const Route& route)
{
    return std::string{route.method} + " " + std::string{route.pattern};
}

std::string target_of(const Route& route)
{
    std::string target{route.pattern};
    if (const auto at = target.find("{id}"); at != std::string::npos) {
        target.replace(at, 4, "nobody");
    }
    return target;
}

/// The status alone: the body of an event stream has no end.
unsigned status_of(const House& house, const Route& route, std::string_view token)
{
    HttpClient client{house.port()};
    client.send(request_text(route.method, target_of(route), token));
    const auto answer = client.read_answer(false);
    return answer ? answer->status : 0;
}

}  // namespace

TEST(WhoMayWhat, every_route_is_open_to_the_roles_it_should_be_and_to_no_other)
{
    const House house;

    for (const Route& route : routes()) {
        ASSERT_TRUE(expected().contains(name_of(route))) << name_of(route) << " has no row here";
        for (const Role role : all_roles) {
            const bool refused = status_of(house, route, house.token(role)) == 403;
            EXPECT_EQ(refused, !expected().at(name_of(route)).contains(role))
                << name_of(route) << " " << to_string(role);
        }
    }
    EXPECT_EQ(routes().size(), expected().size());
}

TEST(WhoMayWhat, a_stranger_is_told_nothing_but_that_the_daemon_lives)
{
    const House house;

    for (const Route& route : routes()) {
        if (route.who == Route::For::everyone) {
            continue;
        }
        EXPECT_EQ(status_of(house, route, {}), 401U) << name_of(route);
        EXPECT_EQ(status_of(house, route, "cordon_nobody"), 401U) << name_of(route);
    }
    EXPECT_EQ(ask(house.port(), "GET", "/v1/no-such-thing").status, 401U);
    EXPECT_EQ(ask(house.port(), "PATCH", "/v1/orders/ORD-1").status, 401U);
    EXPECT_EQ(ask(house.port(), "GET", "/healthz").status, 200U);
}

TEST(WhoMayWhat, a_revoked_token_holds_no_longer_and_ends_its_streams)
{
    House house;
    const Answer made = house.ask(Role::admin, "POST", "/v1/tokens", R"({"name":"Night desk","role":"operator"})");
    ASSERT_EQ(made.status, 201U) << made.body;
    const auto field = [&](const std::string& key) {
        const auto from = made.body.find("\"" + key + "\":\"") + key.size() + 4;
        return made.body.substr(from, made.body.find('"', from) - from);
    };
    HttpClient stream{house.port()};
    stream.send(request_text("GET", "/v1/incidents/stream", field("token")));
    ASSERT_TRUE(stream.read_until("id: "));

    ASSERT_EQ(house.ask(Role::admin, "DELETE", "/v1/tokens/" + field("id")).status, 204U);
    house.tell(entry("E-1"));  // a stream looks again at each change, and at each heartbeat

    EXPECT_TRUE(stream.is_ended_by_server());
    EXPECT_EQ(ask(house.port(), "GET", "/v1/incidents", field("token")).status, 401U);
    EXPECT_EQ(house.ask(Role::admin, "GET", "/v1/tokens").body.find(field("token")), std::string::npos);
}

TEST(WhoMayWhat, a_token_ends_at_its_hour)
{
    House house;
    const Answer made = house.ask(Role::admin, "POST", "/v1/tokens",
                                  R"({"name":"Visitor","role":"operator","expires":"2026-03-01T01:00:00Z"})");
    const auto from = made.body.find("\"token\":\"") + 9;
    const std::string secret = made.body.substr(from, made.body.find('"', from) - from);
    ASSERT_EQ(ask(house.port(), "GET", "/v1/incidents", secret).status, 200U);

    house.clock_millis += 60 * 60 * 1000;

    EXPECT_EQ(ask(house.port(), "GET", "/v1/incidents", secret).status, 401U);
}

}  // namespace cordon::api
