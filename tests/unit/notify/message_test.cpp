// SPDX-License-Identifier: Apache-2.0
#include "message.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <temporary_folder.hpp>

#include <fstream>

namespace cordon::notify {

namespace {

model::EpisodeChange confirmed_entry()
{
    return {.id = {.offset = {125}, .index = 1},
            .episode = {.id = {"E-7"},
                        .order = OrderId{"ORD-1"},
                        .condition = ConditionId{"Z1"},
                        .state = model::EpisodeState::confirmed,
                        .severity = model::Severity::critical,
                        .detected = from_millis(1'767'607'200'000),
                        .revision = 2,
                        .change = model::Change::confirmed,
                        .reason = "2 fixes inside within 60 s",
                        .evidence = {}}};
}

}  // namespace

TEST(WebhookMessage, the_signature_is_that_of_the_conventions_own_example)
{
    // The vector of the Standard Webhooks specification's reference libraries.
    const auto secret = read_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    ASSERT_TRUE(secret.has_value());

    EXPECT_EQ(signature(secret.value(), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1'614'265'330, R"({"test": 2432232314})"),
              "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(WebhookMessage, its_id_is_of_the_episode_and_revision_alone)
{
    model::EpisodeChange again = confirmed_entry();
    again.id = {.offset = {999}};

    EXPECT_EQ(message_id(confirmed_entry().episode), "msg_E-7_2");
    EXPECT_EQ(message_id(again.episode), "msg_E-7_2");
}

TEST(WebhookMessage, its_body_names_the_change_and_carries_the_episode)
{
    const std::string body = message_body(confirmed_entry());

    EXPECT_TRUE(body.starts_with(R"({"specversion":"1.0","type":"cordon.incident.confirmed","source":"cordon",)"
                                 R"("id":"msg_E-7_2","time":"2026-01-05T10:00:00Z",)"))
        << body;
    EXPECT_TRUE(body.ends_with(R"("data":{"stream_id":"125.1","device":null,"episode":)" +
                               model::to_json(confirmed_entry().episode) + "}}"))
        << body;
}

TEST(WebhookMessage, its_body_says_which_device_it_is_about_where_no_order_does)
{
    model::EpisodeChange stray = confirmed_entry();
    stray.episode.order.reset();
    stray.episode.condition.reset();
    stray.episode.kind = model::EpisodeKind::association;
    stray.episode.device = DeviceId{"35\"63"};

    const std::string body = message_body(stray);

    EXPECT_NE(body.find(R"("data":{"stream_id":"125.1","device":"35\"63","episode":{"id":"E-7","order":null,)"),
              std::string::npos)
        << body;
}

TEST(WebhookSecret, one_that_is_short_or_unmarked_is_refused)
{
    EXPECT_FALSE(read_secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").has_value());
    EXPECT_FALSE(read_secret("whsec_").has_value());
    EXPECT_FALSE(read_secret("whsec_c2hvcnQ=").has_value());
    EXPECT_FALSE(read_secret("whsec_!!!!").has_value());
}

TEST(WebhookSecret, a_file_that_others_may_read_is_refused)
{
    const support::TemporaryFolder folder;
    const auto file = folder.path / "secret";
    std::ofstream{file} << "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n";
    ::chmod(file.c_str(), 0640);

    const auto open_file = read_secret_file(file);
    ::chmod(file.c_str(), 0600);

    ASSERT_FALSE(open_file.has_value());
    EXPECT_NE(open_file.error().what.find("0600"), std::string::npos);
    EXPECT_TRUE(read_secret_file(file).has_value());
    EXPECT_FALSE(read_secret_file(folder.path / "none").has_value());
}

}  // namespace cordon::notify
