// SPDX-License-Identifier: Apache-2.0
#include "house.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

namespace cordon::api {

namespace {

constexpr auto tag = "356307042441013";
constexpr UtcTime noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + std::chrono::hours{12}};

std::unique_ptr<HttpClient> open_stream(const House& house, std::string_view target, std::string_view headers = {})
{
    auto client = std::make_unique<HttpClient>(house.port());
    client->send(request_text("GET", target, house.token(Role::operator_), {}, headers));
    EXPECT_TRUE(client->read_until("\r\n\r\n"));
    return client;
}

std::string event_of(HttpClient& client, const std::string& name)
{
    std::string skipped = client.read_until("event: " + name + "\n").value_or("");
    return skipped + client.read_until("\n\n").value_or("(ended)");
}

}  // namespace

TEST(IncidentStream, a_change_comes_with_its_place_in_the_stream_and_who_it_is_about)
{
    House house;
    ASSERT_EQ(house.ask(Role::admin, "POST", "/v1/orders", document_json(order_json("ORD-1", tag))).status, 200U);
    const auto stream = open_stream(house, "/v1/incidents/stream");

    const model::StreamId id = house.tell(entry("E-1"));

    const std::string event = event_of(*stream, "incident");
    EXPECT_NE(event.find("id: " + model::to_string(id) + "\n"), std::string::npos) << event;
    EXPECT_NE(event.find(R"("id":"E-1","state":"new","cleared":false,"withdrawn":false)"), std::string::npos) << event;
    EXPECT_NE(event.find(R"("wearer":{"id":"W-ORD-1","name":"A Person"},"condition_name":"Her street")"),
              std::string::npos);
    EXPECT_NE(event.find(R"("reason":"1 fix inside")"), std::string::npos);
}

TEST(IncidentStream, one_of_a_device_that_no_order_holds_comes_with_that_device)
{
    House house;
    const auto stream = open_stream(house, "/v1/incidents/stream");
    model::Episode stray = entry("E-1");
    stray.order.reset();
    stray.condition.reset();
    stray.kind = model::EpisodeKind::association;
    stray.device = DeviceId{tag};

    house.tell(stray);

    const std::string event = event_of(*stream, "incident");
    EXPECT_NE(event.find(R"("wearer":null,"condition_name":null,"programme":null,"device":"356307042441013",)"),
              std::string::npos)
        << event;
    EXPECT_NE(event.find(R"("episode":{"id":"E-1","order":null,)"), std::string::npos) << event;
}

TEST(IncidentStream, a_reader_that_comes_back_misses_nothing_and_gets_nothing_twice)
{
    House house;
    const model::StreamId first = house.tell(entry("E-1"));
    house.tell(entry("E-2"));
    house.tell(entry("E-3"));

    const auto stream =
        open_stream(house, "/v1/incidents/stream?after=0.0", "Last-Event-ID: " + model::to_string(first) + "\r\n");

    EXPECT_NE(event_of(*stream, "incident").find("\"E-2\""), std::string::npos);
    EXPECT_NE(event_of(*stream, "incident").find("\"E-3\""), std::string::npos);
    house.tell(entry("E-4"));
    EXPECT_NE(event_of(*stream, "incident").find("\"E-4\""), std::string::npos);
}

TEST(IncidentStream, the_place_a_list_is_true_at_leads_into_the_stream_without_a_gap)
{
    House house;
    const model::StreamId first = house.tell(entry("E-1"));
    const Answer list = house.ask_until(Role::operator_, "/v1/incidents", [&](const Answer& answer) {
        return answer.header("Stream-Position") == model::to_string(first);
    });
    house.tell(entry("E-2"));

    const auto stream = open_stream(house, "/v1/incidents/stream?after=" + list.header("Stream-Position"));

    EXPECT_NE(list.body.find("\"E-1\""), std::string::npos);
    EXPECT_NE(event_of(*stream, "incident").find("\"E-2\""), std::string::npos);
}

TEST(IncidentStream, without_a_place_it_begins_now_and_says_where_that_is)
{
    House house;
    house.tell(entry("E-1"));
    const auto stream = open_stream(house, "/v1/incidents/stream");
    const std::string begin = stream->read_until("\n\n").value_or("");
    const std::string place = begin.substr(begin.find("id: ") + 4, begin.find("\n\n") - begin.find("id: ") - 4);
    house.tell(entry("E-2"));

    EXPECT_NE(event_of(*stream, "incident").find("\"E-2\""), std::string::npos);
    const auto again = open_stream(house, "/v1/incidents/stream", "Last-Event-ID: " + place + "\r\n");
    EXPECT_NE(event_of(*again, "incident").find("\"E-2\""), std::string::npos);
}

TEST(IncidentStream, an_id_that_cannot_be_is_answered_with_a_reset_and_goes_on_from_there)
{
    House house;
    house.tell(entry("E-1"));

    for (const std::string id : {"999999999.0", "tomorrow", "-1.0", "1.99999999999999999999"}) {
        const auto stream = open_stream(house, "/v1/incidents/stream", "Last-Event-ID: " + id + "\r\n");
        EXPECT_NE(stream->read_until("\n\n").value_or("").find("event: reset"), std::string::npos) << id;
        const model::StreamId told = house.tell(entry("E-" + id));
        EXPECT_NE(event_of(*stream, "incident").find("id: " + model::to_string(told)), std::string::npos) << id;
    }
}

TEST(IncidentStream, a_heartbeat_comes_when_nothing_else_does)
{
    const House house{[](Options& options) { options.heartbeat = std::chrono::milliseconds{30}; }};
    const auto stream = open_stream(house, "/v1/incidents/stream");

    EXPECT_TRUE(stream->read_until("\n: "));
    EXPECT_TRUE(stream->read_until("\n: "));
}

TEST(IncidentStream, a_hundred_readers_some_of_them_frozen_stop_nobody)
{
    House house;
    std::vector<std::unique_ptr<HttpClient>> frozen;
    std::vector<std::unique_ptr<HttpClient>> awake;
    for (int i = 0; i < 50; ++i) {
        frozen.push_back(open_stream(house, "/v1/incidents/stream"));
        awake.push_back(open_stream(house, "/v1/incidents/stream"));
    }
    model::Episode large = entry("E-1");
    large.reason.assign(20'000, 'x');  // so that much waits for a reader that takes nothing

    for (int i = 0; i < 100; ++i) {
        large.id.text = "E-" + std::to_string(i);
        house.tell(large);
    }

    for (const auto& reader : awake) {
        EXPECT_TRUE(reader->read_until("\"E-99\""));
    }
    EXPECT_EQ(ask(house.port(), "GET", "/healthz").status, 200U);
    EXPECT_TRUE(frozen.front()->read_until("\"E-99\"")) << "it was only behind";
}

TEST(IncidentStream, a_reader_that_takes_nothing_is_cut)
{
    House house{[](Options& options) { options.write_deadline = std::chrono::milliseconds{200}; }};
    const auto frozen = open_stream(house, "/v1/incidents/stream");
    model::Episode large = entry("E-1");
    large.reason.assign(60'000, 'x');
    for (int i = 0; i < 400; ++i) {
        large.id.text = "E-" + std::to_string(i);
        house.tell(large);
    }

    const Answer metrics = house.ask_until(Role::operator_, "/healthz", [&](const Answer&) {
        return ask(house.server->metrics_port(), "GET", "/metrics").body.find("cordon_api_streams 0\n") !=
               std::string::npos;
    });

    EXPECT_EQ(metrics.status, 200U);
    EXPECT_FALSE(frozen->read_until("\"E-399\"")) << "it was cut before the end";
}

TEST(Incidents, the_list_is_newest_first_in_pages_and_by_state)
{
    House house;
    model::Episode withdrawn = entry("E-2");
    house.tell(entry("E-1"));
    house.tell(withdrawn);
    house.tell(entry("E-3"));
    withdrawn.change = model::Change::withdrawn;
    withdrawn.revision = 2;
    const model::StreamId last = house.tell(withdrawn);
    const auto at_last = [&](const Answer& answer) {
        return answer.header("Stream-Position") == model::to_string(last);
    };

    const Answer all = house.ask_until(Role::operator_, "/v1/incidents?limit=2", at_last);
    const auto from = all.body.find("\"next\":\"") + 8;
    const std::string cursor = all.body.substr(from, all.body.find('"', from) - from);

    EXPECT_LT(all.body.find("\"E-3\""), all.body.find("\"E-2\""));
    EXPECT_EQ(all.body.find("\"E-1\""), std::string::npos);
    const Answer rest = house.ask(Role::operator_, "GET", "/v1/incidents?limit=2&cursor=" + cursor);
    EXPECT_NE(rest.body.find("\"E-1\""), std::string::npos);
    EXPECT_NE(rest.body.find("\"next\":null"), std::string::npos);
    const Answer closed = house.ask(Role::operator_, "GET", "/v1/incidents?state=closed");
    EXPECT_NE(closed.body.find(R"("id":"E-2","state":"closed","cleared":false,"withdrawn":true)"), std::string::npos);
    EXPECT_EQ(closed.body.find("\"E-3\""), std::string::npos);
    EXPECT_EQ(house.ask(Role::operator_, "GET", "/v1/incidents?limit=0").status, 400U);
    EXPECT_EQ(house.ask(Role::operator_, "GET", "/v1/incidents/E-9").status, 404U);
}

TEST(LiveTrack, the_box_is_filled_first_and_then_what_moves)
{
    House house{[](Options& options) { options.live_interval = std::chrono::milliseconds{10}; }};
    ASSERT_EQ(house.ask(Role::admin, "POST", "/v1/orders", document_json(order_json("ORD-1", tag))).status, 200U);
    house.fix(tag, 51.5, -0.1, noon, noon);
    house.fix("elsewhere", 40.0, 3.0, noon, noon);
    const auto stream = open_stream(house, "/v1/track/live?bbox=-0.5,51.3,0.3,51.7");

    std::string seen;
    while (seen.find(tag) == std::string::npos) {
        seen += event_of(*stream, "positions");
    }
    EXPECT_NE(seen.find(R"("kind":"tag","order":"ORD-1","wearer":"W-ORD-1","lat":51.5,"lon":-0.1,"accuracy_m":8)"),
              std::string::npos)
        << seen;
    house.fix(tag, 52.5, -0.1, noon + std::chrono::minutes{1}, noon + std::chrono::minutes{1});
    EXPECT_NE(event_of(*stream, "positions").find(R"("lat":52.5)"), std::string::npos) << "told once more as it leaves";
    EXPECT_EQ(seen.find("elsewhere"), std::string::npos);
}

TEST(LiveTrack, a_late_burst_and_a_clock_that_runs_ahead_move_nobody)
{
    House house{[](Options& options) { options.live_interval = std::chrono::milliseconds{10}; }};
    const auto stream = open_stream(house, "/v1/track/live");
    house.fix(tag, 51.5, -0.1, noon, noon);
    house.fix(tag, 51.6, -0.1, noon - std::chrono::minutes{5}, noon);
    house.fix(tag, 51.7, -0.1, noon + std::chrono::seconds{301}, noon);
    house.fix(tag, 51.8, -0.1, noon + std::chrono::minutes{1}, noon + std::chrono::minutes{1});

    std::string seen;
    while (seen.find("51.8") == std::string::npos) {
        seen += event_of(*stream, "positions");
    }
    EXPECT_EQ(seen.find("51.6"), std::string::npos);
    EXPECT_EQ(seen.find("51.7"), std::string::npos);
}

TEST(Zones, they_are_geojson_with_their_order_and_name)
{
    const House house;
    ASSERT_EQ(house.ask(Role::admin, "POST", "/v1/orders", document_json(order_json("ORD-1", tag))).status, 200U);

    const Answer zones = house.ask(Role::operator_, "GET", "/v1/zones");

    EXPECT_EQ(zones.header("Content-Type"), "application/geo+json");
    EXPECT_EQ(zones.body,
              R"({"type":"FeatureCollection","truncated":false,"features":[{"type":"Feature","geometry":)"
              R"({"type":"Point","coordinates":[-0.1,51.5]},"properties":{"order":"ORD-1","condition":"Z1",)"
              R"("name":"Her street","type":"exclusion_zone","place":null,"radius_m":500.0,"buffer_m":200.0}}]})");
}

}  // namespace cordon::api
