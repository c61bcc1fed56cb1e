// SPDX-License-Identifier: Apache-2.0
#include "house.hpp"

#include <gtest/gtest.h>

namespace cordon::api {

TEST(Health, a_database_that_is_away_is_a_warning_and_a_journal_that_cannot_be_written_is_not)
{
    House house{[](Options&) {}};
    house.health = {.stages = {{.name = "store", .state = StageState::warning, .detail = "PostGIS is away"}}};
    const Answer warned = ask(house.port(), "GET", "/readyz");
    house.health = {.stages = {{.name = "journal", .state = StageState::not_ready, .detail = "not writable"}}};
    const Answer refused = ask(house.port(), "GET", "/readyz");

    EXPECT_EQ(warned.status, 200U);
    EXPECT_NE(warned.body.find(R"("status":"ready","warnings":["store"])"), std::string::npos) << warned.body;
    EXPECT_EQ(refused.status, 503U);
    EXPECT_NE(refused.body.find(R"({"name":"journal","state":"not_ready","detail":"not writable"})"),
              std::string::npos);
}

TEST(Health, metrics_are_on_a_door_of_their_own_in_prometheus_text)
{
    House house;
    house.counters.counter("frames_refused_total", "reason=\"crc\"", "Frames refused").add(3);
    house.counters.latency("receive_to_durable_seconds", "", "From receipt to disk").record(100);

    const Answer metrics = ask(house.server->metrics_port(), "GET", "/metrics");

    EXPECT_EQ(metrics.status, 200U);
    EXPECT_NE(metrics.body.find("# TYPE cordon_frames_refused_total counter\n"
                                "cordon_frames_refused_total{reason=\"crc\"} 3\n"),
              std::string::npos)
        << metrics.body;
    EXPECT_NE(metrics.body.find("cordon_receive_to_durable_seconds_bucket{le=\"6.4e-05\"} 0\n"), std::string::npos);
    EXPECT_NE(metrics.body.find("cordon_receive_to_durable_seconds_bucket{le=\"0.000128\"} 1\n"), std::string::npos);
    EXPECT_NE(metrics.body.find("cordon_receive_to_durable_seconds_bucket{le=\"+Inf\"} 1\n"
                                "cordon_receive_to_durable_seconds_sum 0.000100\n"
                                "cordon_receive_to_durable_seconds_count 1\n"),
              std::string::npos);
    EXPECT_EQ(ask(house.server->metrics_port(), "GET", "/v1/incidents", house.token(Role::admin)).status, 404U);
    EXPECT_EQ(ask(house.port(), "GET", "/metrics").status, 404U);
}

}  // namespace cordon::api
