// SPDX-License-Identifier: Apache-2.0
#include "house.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <random>

namespace cordon::api {

namespace {

/// A console of two files, and a secret beside it.
struct Console {
    Console()
    {
        std::filesystem::create_directories(folder.path / "console" / "assets");
        std::ofstream{folder.path / "console" / "index.html"} << "<!doctype html>";
        std::ofstream{folder.path / "console" / "assets" / "app-1.js"} << "export {};";
        std::ofstream{folder.path / "console" / ".env"} << "SECRET";
        std::ofstream{folder.path / "secret.txt"} << "SECRET";
        std::filesystem::create_symlink(folder.path / "secret.txt", folder.path / "console" / "link.txt");
    }

    [[nodiscard]] std::function<void(Options&)> options() const
    {
        return [this](Options& chosen) { chosen.console = folder.path / "console"; };
    }

    support::TemporaryFolder folder;
};

}  // namespace

TEST(Hostile, only_the_consoles_own_files_are_served)
{
    const Console console;
    const House house{console.options()};

    EXPECT_EQ(ask(house.port(), "GET", "/").body, "<!doctype html>");
    const Answer script = ask(house.port(), "GET", "/assets/app-1.js");
    EXPECT_EQ(script.header("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_NE(script.header("Cache-Control").find("immutable"), std::string::npos);
    EXPECT_EQ(
        ask(house.port(), "GET", "/assets/app-1.js", {}, {}, "If-None-Match: " + script.header("ETag") + "\r\n").status,
        304U);
    EXPECT_EQ(ask(house.port(), "HEAD", "/").header("Content-Length"), "15");
    for (const char* path :
         {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt", "//secret.txt",
          "/.env", "/link.txt", "/index.html%00.js", "/assets", "/assets/", "/%zz"}) {
        const Answer answer = ask(house.port(), "GET", path);
        EXPECT_TRUE(answer.status == 400 || answer.status == 404) << path << " " << answer.status;
        EXPECT_EQ(answer.body.find("SECRET"), std::string::npos) << path;
    }
    EXPECT_EQ(ask(house.port(), "POST", "/", {}, "x").status, 405U);
}

TEST(Hostile, every_answer_carries_the_headers_that_keep_a_page_to_itself)
{
    const House house;

    for (const char* path : {"/healthz", "/v1/incidents", "/no-such"}) {
        const Answer answer = ask(house.port(), "GET", path);
        EXPECT_NE(answer.header("Content-Security-Policy").find("default-src 'self'; style-src 'self'"),
                  std::string::npos);
        EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(answer.header("Referrer-Policy"), "no-referrer");
        EXPECT_EQ(answer.header("Cache-Control"), "no-store");
    }
}

TEST(Hostile, a_name_that_is_not_ours_is_not_answered)
{
    const House house{[](Options& options) { options.host_names = {"cordon.example.org"}; }};
    const auto status_for = [&](const std::string& host) {
        HttpClient client{house.port()};
        client.send("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return client.read_answer().value_or(Answer{}).status;
    };

    for (const char* ours :
         {"localhost", "localhost:8080", "127.0.0.1:8080", "127.9.8.7", "[::1]:8080", "Cordon.Example.org:443"}) {
        EXPECT_EQ(status_for(ours), 200U) << ours;
    }
    for (const char* foreign : {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "127.evil",
                                "[::2]", "cordon.example.org.evil"}) {
        EXPECT_EQ(status_for(foreign), 421U) << foreign;
    }
}

TEST(Hostile, what_is_no_http_is_refused_and_the_connection_ended)
{
    const House house;
    for (const std::string& bytes : {
             std::string{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n"},
             std::string{"GET\r\n\r\n"},
             std::string{"GET / HTTP/9.9\r\n\r\n"},
             std::string{"GET http://localhost/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"},
             std::string{"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"},
             std::string{"POST /v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: "
                         "chunked\r\n\r\n0\r\n\r\n"},
             std::string{"POST /v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n"},
             std::string{"POST /v1/session HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"},
             std::string{"GET /healthz HTTP/1.1\r\nHost: localhost\r\n bad: folded\r\nA\x01: b\r\n\r\n"},
         }) {
        HttpClient client{house.port()};
        client.send(bytes);
        const auto answer = client.read_answer();
        ASSERT_TRUE(answer) << bytes;
        EXPECT_EQ(answer->status, 400U) << bytes;
        EXPECT_TRUE(client.is_ended_by_server()) << bytes;
    }
}

TEST(Hostile, heads_and_bodies_have_their_bounds)
{
    const House house;
    HttpClient head{house.port()};
    head.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
    EXPECT_EQ(head.read_answer().value_or(Answer{}).status, 431U);

    HttpClient stranger{house.port()};
    stranger.send("POST /v1/orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n");
    EXPECT_EQ(stranger.read_answer().value_or(Answer{}).status, 401U) << "before a byte of its body";

    HttpClient supervisor{house.port()};
    supervisor.send(
        request_text("PUT", "/v1/orders/ORD-1", house.token(Role::supervisor), {}, "Content-Length: 1048577\r\n"));
    EXPECT_EQ(supervisor.read_answer().value_or(Answer{}).status, 413U);

    HttpClient chunked{house.port()};
    chunked.send(
        request_text("PUT", "/v1/orders/ORD-1", house.token(Role::supervisor), {}, "Transfer-Encoding: chunked\r\n"));
    const std::string chunk = "80000\r\n" + std::string(0x80000, ' ') + "\r\n";
    for (int i = 0; i < 3 && chunked.send(chunk); ++i) {
    }
    EXPECT_EQ(chunked.read_answer().value_or(Answer{}).status, 413U);
    EXPECT_EQ(house.ask(Role::admin, "PUT", "/v1/orders/ORD-1", order_json("ORD-1", "1") + std::string(3U << 20U, ' '))
                  .status,
              201U)
        << "an admin's document may be long";
}

TEST(Hostile, a_head_byte_by_byte_does_not_hold_a_connection)
{
    const House house{[](Options& options) {
        options.header_deadline = std::chrono::milliseconds{200};
        options.idle_deadline = std::chrono::milliseconds{400};
        options.body_deadline = std::chrono::milliseconds{200};
    }};
    HttpClient slow{house.port()};
    slow.send("GET /healthz HTTP/1.1\r\n");
    HttpClient slow_body{house.port()};
    slow_body.send("POST /v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n{");
    HttpClient idle{house.port()};

    EXPECT_TRUE(slow.is_ended_by_server());
    EXPECT_TRUE(slow_body.is_ended_by_server());
    EXPECT_TRUE(idle.is_ended_by_server());
    EXPECT_EQ(ask(house.port(), "GET", "/healthz").status, 200U);
}

TEST(Hostile, one_connection_takes_one_request_after_another)
{
    const House house;
    HttpClient client{house.port()};
    client.send(request_text("GET", "/healthz") + request_text("GET", "/v1/incidents", house.token(Role::operator_)) +
                request_text("GET", "/readyz"));

    EXPECT_EQ(client.read_answer().value_or(Answer{}).status, 200U);
    EXPECT_EQ(client.read_answer().value_or(Answer{}).status, 200U);
    EXPECT_EQ(client.read_answer().value_or(Answer{}).status, 200U);
    HttpClient expecting{house.port()};
    const std::string body = R"({"token":"x","reason":"y"})";
    expecting.send("POST /v1/session HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: " +
                   std::to_string(body.size()) + "\r\n\r\n");
    EXPECT_TRUE(expecting.read_until("100 Continue\r\n\r\n"));
    expecting.send(body);
    EXPECT_EQ(expecting.read_answer().value_or(Answer{}).status, 401U);
}

TEST(Hostile, random_requests_never_find_a_mistake_of_ours)
{
    const House house;
    std::mt19937 random{20260301};  // NOLINT(cert-msc51-cpp): the same requests each time
    constexpr std::array methods{"GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"};
    constexpr std::array paths{"/",          "/v1/session",      "/v1/incidents", "/v1/incidents/",
                               "/v1/orders", "/v1/orders/ORD-1", "/v1/zones",     "/v1/devices",
                               "/v1/tokens", "/v1/tokens/x",     "/readyz",       "/v1/track"};
    constexpr std::array tails{"",
                               "?limit=",
                               "?cursor=%00",
                               "?limit=99999999999999999999",
                               "?bbox=nan,1,2,3",
                               "/%2e%2e",
                               "?state=new&state=old",
                               "?a=%",
                               "?cursor=1.2.3",
                               "/x/y/z"};
    constexpr std::array bodies{"",
                                "{",
                                "[]",
                                "null",
                                "\"x\"",
                                R"({"token":null,"reason":1})",
                                R"({"orders":[{}]})",
                                "{\"name\":\"\xff\",\"role\":\"admin\"}",
                                R"({"name":"a","role":"admin","expires":"soon"})"};
    const auto any = [&](const auto& from) { return from.at(random() % from.size()); };

    for (int i = 0; i < 600; ++i) {
        const Role role = all_roles.at(random() % all_roles.size());
        const std::string target = std::string{any(paths)} + any(tails);
        const Answer answer = house.ask(role, any(methods), target, any(bodies));
        EXPECT_NE(answer.status, 0U) << target;
        EXPECT_NE(answer.status, 500U) << target;
    }
}

TEST(Hostile, it_does_not_listen_beyond_loopback_without_tls)
{
    House house;
    const auto fault_with = [&](Options options) {
        Server other{std::move(options), *house.journal, *house.feed,
                     *house.intake,      house.counters, [] { return Health{}; }};
        const auto opened = other.open();
        return opened.has_value() ? std::string{} : opened.error().what;
    };

    EXPECT_NE(fault_with({.address = "0.0.0.0", .port = 0, .metrics_port = 0}).find("TLS"), std::string::npos);
    EXPECT_NE(fault_with({.port = 0, .metrics_address = "0.0.0.0", .metrics_port = 0}).find("loopback"),
              std::string::npos);
    EXPECT_NE(fault_with({.address = "here", .port = 0}).find("api.address"), std::string::npos);
    EXPECT_NE(fault_with({.port = house.port(), .metrics_port = 0}).find("in use"), std::string::npos);
    EXPECT_NE(
        fault_with({.port = 0, .metrics_port = 0, .socket = house.folder.path / "cordon.sock"}).find("another daemon"),
        std::string::npos);
}

}  // namespace cordon::api
