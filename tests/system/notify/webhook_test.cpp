// SPDX-License-Identifier: Apache-2.0
#include "message.hpp"
#include "receiver.hpp"

#include <cordon/notify/notifier.hpp>

#include <fakes/memory_feed.hpp>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <temporary_folder.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <thread>

namespace cordon::notify {

namespace {

constexpr std::string_view secret_text = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A feed, a folder for cursors, and a notifier that can be stopped and started again as a daemon is.
class Office {
public:
    Office()
    {
        std::ofstream{folder.path / "secret"} << secret_text << "\n";
        ::chmod((folder.path / "secret").c_str(), 0600);
        options.folder = folder.path / "notify";
        options.first_retry = std::chrono::milliseconds{2};
        options.longest_retry = std::chrono::milliseconds{10};
        options.deadline = std::chrono::seconds{5};
    }

    void add(const std::string& name, const std::string& url)
    {
        options.webhooks.push_back({.name = name,
                                    .url = url,
                                    .secret_file = folder.path / "secret",
                                    .min_severity = model::Severity::serious,
                                    .allow_private = true});
    }

    void start()
    {
        notifier = std::make_unique<Notifier>(options, feed, counters);
        const auto opened = notifier->open();
        ASSERT_TRUE(opened.has_value()) << opened.error().what;
        thread = std::jthread{[this](const std::stop_token& stop) { notifier->run(stop); }};
    }

    void stop()
    {
        thread = {};
        notifier.reset();
    }

    void tell(const std::string& id, model::Severity severity = model::Severity::critical)
    {
        const model::EpisodeChange change{
            .id = {.offset = {++offset}},
            .episode = {.id = {id}, .severity = severity, .reason = "test", .evidence = {}}};
        EXPECT_TRUE(feed.publish({&change, 1}, {offset}).has_value());
        if (notifier) {
            notifier->wake();
        }
    }

    [[nodiscard]] std::uint64_t count(const char* name, const std::string& channel)
    {
        return counters.counter(name, "channel=\"" + channel + "\"", "").value();
    }

    /// Waits until a counter is there: an answer counts a moment after it was sent.
    void wait_for_count(const char* name, const std::string& channel, std::uint64_t value)
    {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        while (count(name, channel) < value && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::yield();
        }
    }

    support::TemporaryFolder folder;
    fakes::MemoryFeed feed;
    Counters counters;
    Options options;
    std::unique_ptr<Notifier> notifier;
    std::jthread thread;
    std::uint64_t offset = 0;
};

std::vector<std::string> ids_of(const std::vector<Received>& received)
{
    std::vector<std::string> ids;
    std::ranges::transform(received, std::back_inserter(ids),
                           [](const Received& one) { return one.header("webhook-id"); });
    return ids;
}

int always(std::size_t)
{
    return 204;
}

}  // namespace

TEST(Webhook, a_message_comes_signed_once_and_in_order)
{
    Receiver receiver{[](std::size_t) { return 204; }};
    Office office;
    office.add("desk", receiver.url());
    office.start();

    office.tell("E-1");
    office.tell("E-2", model::Severity::notice);
    office.tell("E-3", model::Severity::serious);

    const auto received = receiver.wait_for(2);
    EXPECT_EQ(ids_of(received), (std::vector<std::string>{"msg_E-1_1", "msg_E-3_1"}));
    const Received& first = received.front();
    std::int64_t timestamp = 0;
    const std::string said = first.header("webhook-timestamp");
    std::from_chars(said.data(), said.data() + said.size(), timestamp);
    EXPECT_EQ(first.header("webhook-signature"),
              signature(read_secret(secret_text).value(), "msg_E-1_1", timestamp, first.body));
    EXPECT_NE(first.body.find(R"("data":{"stream_id":"1.0","device":null,"episode":{)"), std::string::npos);
}

TEST(Webhook, a_receiver_that_fails_breaks_off_and_redirects_gets_the_same_message_until_it_takes_it)
{
    Receiver receiver{[](std::size_t attempt) {
        constexpr std::array script{500, Receiver::break_off, Receiver::redirect, 429, 200};
        return attempt < script.size() ? script.at(attempt) : 200;
    }};
    Office office;
    office.add("desk", receiver.url());
    office.start();

    office.tell("E-1");
    office.tell("E-2");

    const auto ids = ids_of(receiver.wait_for(6));
    EXPECT_EQ(ids,
              (std::vector<std::string>{"msg_E-1_1", "msg_E-1_1", "msg_E-1_1", "msg_E-1_1", "msg_E-1_1", "msg_E-2_1"}));
    EXPECT_EQ(office.count("webhook_failed_attempts_total", "desk"), 4U);
}

TEST(Webhook, one_that_hangs_holds_up_nobody_else)
{
    Receiver hanging{[](std::size_t) { return Receiver::hang; }};
    Receiver good{always};
    Office office;
    office.add("hanging", hanging.url());
    office.add("good", good.url());
    office.start();

    for (int i = 0; i < 20; ++i) {
        office.tell("E-" + std::to_string(i));
    }

    EXPECT_EQ(good.wait_for(20).size(), 20U);
    EXPECT_EQ(hanging.wait_for(1).size(), 1U);
    EXPECT_EQ(office.count("webhook_delivered_total", "hanging"), 0U);
    office.stop();
}

TEST(Webhook, one_that_says_nothing_is_left_at_the_deadline_and_asked_again)
{
    Receiver receiver{[](std::size_t attempt) { return attempt == 0 ? Receiver::hang : 200; }};
    Office office;
    office.options.deadline = std::chrono::milliseconds{100};
    office.add("desk", receiver.url());
    office.start();

    office.tell("E-1");

    EXPECT_EQ(ids_of(receiver.wait_for(2)), (std::vector<std::string>{"msg_E-1_1", "msg_E-1_1"}));
}

TEST(Webhook, after_a_restart_it_goes_on_where_it_was)
{
    Receiver receiver{[](std::size_t attempt) { return attempt == 2 ? 500 : 200; }};
    Office office;
    office.add("desk", receiver.url());
    office.start();
    office.tell("E-1");
    office.tell("E-2");
    office.wait_for_count("webhook_delivered_total", "desk", 2);
    office.stop();
    office.tell("E-3");
    office.tell("E-4");

    office.start();

    office.wait_for_count("webhook_delivered_total", "desk", 4);
    EXPECT_EQ(ids_of(receiver.wait_for(5)),
              (std::vector<std::string>{"msg_E-1_1", "msg_E-2_1", "msg_E-3_1", "msg_E-3_1", "msg_E-4_1"}));
}

TEST(Webhook, stopped_in_the_middle_of_an_attempt_it_makes_it_again_under_the_same_id)
{
    Receiver receiver{[](std::size_t attempt) { return attempt == 0 ? Receiver::hang : 200; }};
    Office office;
    office.options.deadline = std::chrono::seconds{60};
    office.add("desk", receiver.url());
    office.start();
    office.tell("E-1");
    ASSERT_EQ(receiver.wait_for(1).size(), 1U);

    office.stop();
    office.start();

    const auto ids = ids_of(receiver.wait_for(2));
    EXPECT_EQ(ids, (std::vector<std::string>{"msg_E-1_1", "msg_E-1_1"}));
}

TEST(Webhook, a_channel_seen_for_the_first_time_begins_now)
{
    Receiver receiver{always};
    Office office;
    office.tell("E-old");
    office.add("desk", receiver.url());
    office.start();

    office.tell("E-new");

    EXPECT_EQ(ids_of(receiver.wait_for(1)), (std::vector<std::string>{"msg_E-new_1"}));
}

TEST(Webhook, what_nobody_takes_for_too_long_is_kept_as_a_dead_letter_and_the_next_goes_on)
{
    std::atomic<bool> mended{false};
    Receiver receiver{[&](std::size_t) { return mended ? 200 : 503; }};
    Office office;
    office.options.give_up_after = std::chrono::milliseconds{30};
    office.add("desk", receiver.url());
    office.start();

    office.tell("E-1");
    office.wait_for_count("webhook_dead_letters_total", "desk", 1);
    mended = true;
    office.tell("E-2");
    office.wait_for_count("webhook_delivered_total", "desk", 1);

    std::ifstream dead{office.options.folder / "desk.dead"};
    std::string line;
    ASSERT_TRUE(std::getline(dead, line));
    EXPECT_NE(line.find("msg_E-1_1"), std::string::npos);
    EXPECT_FALSE(std::getline(dead, line));
    EXPECT_EQ(ids_of(receiver.wait_for(1)).back(), "msg_E-2_1");
}

TEST(Webhook, a_private_address_is_not_reached_unless_allowed)
{
    Receiver receiver{always};
    Office office;
    std::string url = receiver.url();
    url.replace(0, 4, "https");
    office.add("desk", url);
    office.options.webhooks.front().allow_private = false;
    office.options.give_up_after = std::chrono::milliseconds{0};
    office.start();

    office.tell("E-1");
    office.wait_for_count("webhook_dead_letters_total", "desk", 1);

    EXPECT_EQ(office.count("webhook_dead_letters_total", "desk"), 1U);
    office.stop();
    EXPECT_TRUE(receiver.wait_for(0).empty());
}

TEST(Webhook, what_is_set_wrong_is_said_at_the_start)
{
    Office office;
    const auto fault_with = [&](const std::function<void(Webhook&)>& change) {
        Options options = office.options;
        options.webhooks = {
            {.name = "desk", .url = "https://example.org/", .secret_file = office.folder.path / "secret"}};
        change(options.webhooks.front());
        const auto opened = Notifier{options, office.feed, office.counters}.open();
        return opened.has_value() ? std::string{} : opened.error().what;
    };

    EXPECT_EQ(fault_with([](Webhook&) {}), "");
    EXPECT_NE(fault_with([](Webhook& hook) { hook.url = "http://example.org/"; }).find("https"), std::string::npos);
    EXPECT_NE(fault_with([](Webhook& hook) { hook.name = "../x"; }).find("name"), std::string::npos);
    EXPECT_NE(fault_with([](Webhook& hook) { hook.secret_file = "/none"; }).find("/none"), std::string::npos);
}

}  // namespace cordon::notify
