// SPDX-License-Identifier: Apache-2.0
#include "house.hpp"

#include <cordon/api/local_client.hpp>

#include <gtest/gtest.h>

#include <thread>

namespace cordon::api {

namespace {

constexpr auto tag = "356307042441013";
constexpr auto device = R"({"id":"356307042441013","protocol":"teltonika"})";

std::size_t records_in(const House& house)
{
    return house.journal->end().value;
}

}  // namespace

TEST(Orders, a_document_is_answered_once_it_is_durable_and_shown_at_once)
{
    const House house;
    const std::size_t before = records_in(house);

    const Answer taken = house.ask(Role::admin, "POST", "/v1/orders", document_json(order_json("ORD-1", tag), device));

    EXPECT_EQ(taken.status, 200U);
    EXPECT_EQ(taken.body, R"({"orders":1,"devices":1,"unchanged":0,"offset":)" + std::to_string(before + 2) + "}");
    EXPECT_EQ(records_in(house), before + 2);
    const Answer shown = house.ask(Role::operator_, "GET", "/v1/orders/ORD-1");
    EXPECT_EQ(shown.header("ETag"), "\"1\"");
    EXPECT_NE(shown.body.find("Her street"), std::string::npos);
    EXPECT_NE(house.ask(Role::ops, "GET", "/v1/devices").body.find(tag), std::string::npos);
}

TEST(Orders, nothing_is_answered_before_the_journal_has_it)
{
    House house;
    house.intake->hold();
    HttpClient client{house.port()};
    client.send(
        request_text("POST", "/v1/orders", house.token(Role::admin), document_json(order_json("ORD-1", tag), device)));
    house.intake->wait_until_waiting(2);

    EXPECT_EQ(house.ask(Role::operator_, "GET", "/v1/orders/ORD-1").status, 404U);

    house.intake->release();
    EXPECT_EQ(client.read_answer().value_or(Answer{}).status, 200U);
}

TEST(Orders, one_fault_in_a_document_takes_none_of_it)
{
    const House house;
    const std::size_t before = records_in(house);
    std::string wrong = order_json("ORD-2", "356307042441021");
    wrong.replace(wrong.find("500"), 3, "-5");

    const Answer refused =
        house.ask(Role::admin, "POST", "/v1/orders", document_json(order_json("ORD-1", tag) + "," + wrong, device));

    EXPECT_EQ(refused.status, 422U);
    EXPECT_EQ(refused.header("Content-Type"), "application/problem+json");
    EXPECT_NE(refused.body.find("/orders/1/conditions/0"), std::string::npos) << refused.body;
    EXPECT_EQ(records_in(house), before);
    EXPECT_EQ(house.ask(Role::operator_, "GET", "/v1/orders/ORD-1").status, 404U);
}

TEST(Orders, a_document_larger_than_the_ring_goes_through_it_whole)
{
    const House house{{}, 8};
    std::string orders;
    for (int i = 0; i < 100; ++i) {
        orders +=
            (i == 0 ? "" : ",") + order_json("ORD-" + std::to_string(i), "3563070424410" + std::to_string(10 + i));
    }

    const Answer taken = house.ask(Role::admin, "POST", "/v1/orders", document_json(orders));

    EXPECT_EQ(taken.status, 200U) << taken.body;
    EXPECT_NE(taken.body.find(R"("orders":100,)"), std::string::npos);
    EXPECT_NE(house.ask(Role::operator_, "GET", "/v1/orders?limit=100").body.find("\"ORD-99\""), std::string::npos);
}

TEST(Orders, one_says_how_many_whole_minutes_of_its_curfew_were_missed)
{
    House house;
    ASSERT_EQ(house.ask(Role::admin, "PUT", "/v1/orders/ORD-1", order_json("ORD-1", tag)).status, 201U);
    EXPECT_NE(house.ask(Role::operator_, "GET", "/v1/orders/ORD-1").body.find(R"(],"atv_minutes":0})"),
              std::string::npos);
    model::Episode absence = entry("E-1");
    absence.kind = model::EpisodeKind::curfew;
    absence.state = model::EpisodeState::confirmed;
    absence.ended = absence.started + std::chrono::minutes{42} + Millis{59'999};
    house.tell(absence);

    const Answer shown = house.ask_until(Role::operator_, "/v1/orders/ORD-1", [](const Answer& answer) {
        return answer.body.find(R"("atv_minutes":42})") != std::string::npos;
    });

    EXPECT_NE(shown.body.find(R"(],"atv_minutes":42})"), std::string::npos) << shown.body;
}

TEST(Orders, the_same_again_makes_no_new_version)
{
    const House house;
    const std::string document = document_json(order_json("ORD-1", tag), device);
    ASSERT_EQ(house.ask(Role::admin, "POST", "/v1/orders", document).status, 200U);
    const std::size_t before = records_in(house);

    const Answer again = house.ask(Role::admin, "POST", "/v1/orders", document);

    EXPECT_NE(again.body.find(R"("unchanged":2)"), std::string::npos) << again.body;
    EXPECT_EQ(records_in(house), before);
}

TEST(Orders, one_order_is_put_bare_or_in_a_document_and_only_on_the_version_named)
{
    const House house;
    const auto put = [&](const std::string& body, std::string_view headers = {}) {
        return house.ask(Role::supervisor, "PUT", "/v1/orders/ORD-1", body, headers);
    };

    EXPECT_EQ(put(order_json("ORD-1", tag)).status, 201U);
    const Answer second = put(document_json(order_json("ORD-1", tag, "B Person")), "If-Match: \"1\"\r\n");
    EXPECT_EQ(second.status, 200U);
    EXPECT_EQ(second.header("ETag"), "\"2\"");
    EXPECT_EQ(put(order_json("ORD-1", tag, "C Person"), "If-Match: \"1\"\r\n").status, 412U);
    EXPECT_EQ(put(order_json("ORD-1", tag, "C Person"), "If-None-Match: *\r\n").status, 412U);
    EXPECT_EQ(put(order_json("ORD-2", tag)).status, 422U);
}

TEST(Orders, a_body_that_closes_our_brackets_registers_nothing)
{
    const House house;
    const std::size_t before = records_in(house);
    const std::string body = order_json("ORD-1", tag) + R"(],"devices":[)" + device;

    EXPECT_EQ(house.ask(Role::supervisor, "PUT", "/v1/orders/ORD-1", body).status, 422U);
    EXPECT_EQ(records_in(house), before);
}

TEST(Orders, deep_double_and_broken_documents_are_refused_with_a_reason)
{
    const House house;
    const std::string deep = "{\"orders\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}";

    EXPECT_EQ(house.ask(Role::admin, "POST", "/v1/orders", deep).status, 422U);
    EXPECT_EQ(house.ask(Role::admin, "POST", "/v1/orders", R"({"orders":[],"orders":[]})").status, 422U);
    EXPECT_EQ(house.ask(Role::admin, "POST", "/v1/orders", "{").status, 422U);
    EXPECT_EQ(house.ask(Role::admin, "POST", "/v1/orders", "\xff\xfe{}").status, 422U);
    EXPECT_EQ(house.ask(Role::admin, "POST", "/v1/tokens", R"({"name":"a","name":"b","role":"admin"})").status, 400U);
}

TEST(Orders, a_write_that_the_disk_does_not_take_in_time_says_that_it_is_not_known)
{
    House house{[](Options& options) { options.durable_deadline = std::chrono::milliseconds{50}; }};
    house.intake->hold();

    const Answer answer = house.ask(Role::supervisor, "PUT", "/v1/orders/ORD-1", order_json("ORD-1", tag));

    EXPECT_EQ(answer.status, 503U);
    EXPECT_NE(answer.body.find("not_known_durable"), std::string::npos);
}

TEST(Orders, versions_made_at_the_same_time_follow_one_another)
{
    const House house;
    std::vector<std::jthread> writers;
    for (int i = 0; i < 8; ++i) {
        writers.emplace_back([&house, i] {
            const std::string body = order_json("ORD-1", tag, "Person " + std::to_string(i));
            EXPECT_LT(house.ask(Role::supervisor, "PUT", "/v1/orders/ORD-1", body).status, 300U);
        });
    }
    writers.clear();

    EXPECT_EQ(house.ask(Role::operator_, "GET", "/v1/orders/ORD-1").header("ETag"), "\"8\"");
}

TEST(Orders, the_local_administrator_comes_in_by_the_socket)
{
    const House house;
    const auto socket = house.folder.path / "cordon.sock";

    const auto taken = local_request(
        socket, {.method = "POST", .target = "/v1/orders", .body = document_json(order_json("ORD-1", tag), device)});

    ASSERT_TRUE(taken.has_value()) << taken.error().what;
    EXPECT_EQ(taken.value().status, 200U);
    EXPECT_EQ(std::filesystem::status(socket).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const auto absent = local_request(house.folder.path / "none.sock", {.target = "/healthz"});
    ASSERT_FALSE(absent.has_value());
    EXPECT_EQ(absent.error().kind, LocalError::Kind::absent);
}

TEST(Orders, a_socket_path_longer_than_the_kernel_takes_is_reached_all_the_same)
{
    const support::TemporaryFolder outer;
    const auto deep = outer.path / std::string(100, 'd') / std::string(100, 'e');
    std::filesystem::create_directories(deep);
    const House house{[&](Options& options) { options.socket = deep / "cordon.sock"; }};

    const auto reply = local_request(deep / "cordon.sock", {.target = "/v1/tokens"});

    ASSERT_TRUE(reply.has_value()) << reply.error().what;
    EXPECT_EQ(reply.value().status, 200U);
}

}  // namespace cordon::api
