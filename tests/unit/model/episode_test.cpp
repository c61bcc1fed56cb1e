// SPDX-License-Identifier: Apache-2.0
#include <cordon/model/device.hpp>
#include <cordon/model/episode.hpp>
#include <cordon/model/order.hpp>

#include <gtest/gtest.h>

namespace cordon::model {
namespace {

Episode entry()
{
    return {.id = {"e1"},
            .order = OrderId{"ORD-1"},
            .condition = ConditionId{"Z1"},
            .kind = EpisodeKind::exclusion_zone,
            .state = EpisodeState::confirmed,
            .severity = Severity::critical,
            .started = *parse_utc("2026-03-01T10:00:00Z"),
            .detected = *parse_utc("2026-03-01T10:01:02.5Z"),
            .revision = 2,
            .change = Change::confirmed,
            .reason = "2 fixes inside within 60 s",
            .evidence = {{.device = {"3563"},
                          .fix_time = *parse_utc("2026-03-01T10:00:00Z"),
                          .position = *Position::from_e7(515'000'000, -1'234'567),
                          .accuracy_m = 8,
                          .distance_mm = -31'400}}};
}

TEST(EpisodeLine, has_the_keys_of_the_interface_in_their_order)
{
    EXPECT_EQ(
        to_json(entry()),
        R"({"id":"e1","order":"ORD-1","condition":"Z1","kind":"exclusion_zone","state":"confirmed","al_code":null,"severity":"critical","started":"2026-03-01T10:00:00Z","ended":null,"detected":"2026-03-01T10:01:02.500Z","late":false,"revision":2,"change":"confirmed","reason":"2 fixes inside within 60 s","evidence":[{"device":"3563","fix_time":"2026-03-01T10:00:00Z","lat":51.5,"lon":-0.1234567,"accuracy_m":8,"distance_m":-31.4}],"rule":"exclusion_zone","rule_version":1})");
}

TEST(EpisodeLine, has_no_place_for_the_device_it_is_about)
{
    Episode strap = entry();
    strap.kind = EpisodeKind::strap;
    const std::string line = to_json(strap);
    strap.device = DeviceId{"3563"};

    EXPECT_EQ(to_json(strap), line);
}

TEST(EpisodeLine, reads_back_as_it_was_written)
{
    Episode other = entry();
    other.order.reset();
    other.condition.reset();
    other.kind = EpisodeKind::case_opened;
    other.al_code = AlCode::al10;
    other.ended = *parse_utc("2026-03-01T11:00:00Z");
    other.late = true;
    other.change = Change::opened;
    other.reason = "quoted \" and é";
    other.evidence.clear();

    EXPECT_EQ(read_episode(to_json(entry())), entry());
    EXPECT_EQ(read_episode(to_json(other)), other);
}

TEST(EpisodeLine, distances_have_one_decimal_and_no_negative_zero)
{
    const auto written = [](std::int64_t millimetres) {
        Episode episode = entry();
        episode.evidence[0].distance_mm = millimetres;
        const std::string json = to_json(episode);
        const auto at = json.find("distance_m\":") + 12;
        return json.substr(at, json.find('}', at) - at);
    };

    EXPECT_EQ(written(0), "0.0");
    EXPECT_EQ(written(-49), "0.0");
    EXPECT_EQ(written(-50), "-0.1");
    EXPECT_EQ(written(1'049), "1.0");
    EXPECT_EQ(written(12'345'678), "12345.7");
}

TEST(EpisodeLine, what_is_none_of_ours_is_not_read)
{
    const std::string line = to_json(entry());
    const auto with = [&line](std::string_view what, std::string_view instead) {
        std::string text = line;
        return text.replace(text.find(what), what.size(), instead);
    };

    EXPECT_EQ(read_episode("{}"), std::nullopt);
    EXPECT_EQ(read_episode("null"), std::nullopt);
    EXPECT_EQ(read_episode(line.substr(0, line.size() - 1)), std::nullopt);
    EXPECT_EQ(read_episode(with("\"exclusion_zone\"", "\"zone\"")), std::nullopt);
    EXPECT_EQ(read_episode(with("\"critical\"", "1")), std::nullopt);
    EXPECT_EQ(read_episode(with("\"revision\":2", "\"revision\":-2")), std::nullopt);
    EXPECT_EQ(read_episode(with("\"late\":false", "\"late\":null")), std::nullopt);
    EXPECT_EQ(read_episode(with("51.5", "151.5")), std::nullopt);
    EXPECT_EQ(read_episode(with("-31.4", "1e300")), std::nullopt);
    EXPECT_EQ(read_episode(with("\"rule_version\":1", "\"rule_version\":4294967296")), std::nullopt);
}

TEST(StreamId, is_written_and_read_and_rises)
{
    const StreamId id{.offset = {125}, .index = 3};

    EXPECT_EQ(to_string(id), "125.3");
    EXPECT_EQ(parse_stream_id("125.3"), id);
    EXPECT_EQ(parse_stream_id("0.0"), StreamId{});
    EXPECT_LT(*parse_stream_id("9.10"), *parse_stream_id("10.0"));
    EXPECT_LT(*parse_stream_id("10.9"), *parse_stream_id("10.10"));
}

TEST(StreamId, other_texts_are_none)
{
    for (const char* text : {"", ".", "1", "1.", ".1", "1.2.3", "-1.0", "+1.0", " 1.0", "1.0 ", "01.0", "1.00",
                             "18446744073709551616.0", "1.4294967296", "a.b"}) {
        EXPECT_EQ(parse_stream_id(text), std::nullopt) << text;
    }
}

TEST(Names, are_those_of_the_interface)
{
    EXPECT_EQ(to_string(EpisodeKind::case_opened), "case");
    EXPECT_EQ(to_string(EpisodeKind::clock_fault), "clock_fault");
    EXPECT_EQ(to_string(EpisodeKind::proximity_blind), "proximity_blind");
    EXPECT_EQ(to_string(EpisodeState::possible), "possible");
    EXPECT_EQ(to_string(Severity::info), "info");
    EXPECT_EQ(to_string(AlCode::al12), "AL12");
    EXPECT_EQ(to_string(Change::opened), "new");
    EXPECT_EQ(to_string(Protocol::minifinder2), "minifinder2");
    EXPECT_EQ(protocol_named("feeder"), Protocol::feeder);
    EXPECT_EQ(protocol_named("Teltonika"), std::nullopt);
    EXPECT_EQ(to_string(OrderType::dapo), "dapo");
    EXPECT_EQ(order_type_named("community_order"), OrderType::community_order);
    EXPECT_EQ(order_type_named("license"), std::nullopt);
}

}  // namespace
}  // namespace cordon::model
