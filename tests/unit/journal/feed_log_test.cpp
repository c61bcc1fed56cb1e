// SPDX-License-Identifier: Apache-2.0
#include "journal_room.hpp"

#include <cordon/journal/feed_log.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace cordon::journal {
namespace {

constexpr Offset far_end{1'000'000};

model::EpisodeChange change(std::uint64_t offset, std::uint32_t index = 0)
{
    model::Episode episode{.id = {"episode-" + std::to_string(offset % 13)},
                           .order = OrderId{"order"},
                           .started = from_millis(static_cast<std::int64_t>(offset) * 1000),
                           .detected = from_millis(static_cast<std::int64_t>(offset) * 1000 + 250),
                           .revision = index + 1,
                           .reason = std::string(30 + offset % 50, 'r')};
    episode.evidence.push_back({.device = {"356307042571001"},
                                .fix_time = episode.started,
                                .position = *model::Position::from_e7(515'000'000, 12),
                                .accuracy_m = 7.5,
                                .distance_mm = -1234});
    return {.id = {.offset = {offset}, .index = index}, .episode = std::move(episode)};
}

/// Two changes of each second record.
std::vector<model::EpisodeChange> changes_of(std::uint64_t from, std::uint64_t until)
{
    std::vector<model::EpisodeChange> changes;
    for (std::uint64_t offset = from; offset < until; ++offset) {
        if (offset % 2 == 0) {
            changes.push_back(change(offset, 0));
            changes.push_back(change(offset, 1));
        }
    }
    return changes;
}

std::unique_ptr<FeedLog> open_feed(const Room& room, Counters& counters, Offset journal_end = far_end)
{
    auto feed = FeedLog::open({.folder = room.path() / "feed", .segment_bytes = small_segment}, journal_end, counters);
    EXPECT_TRUE(feed.has_value()) << (feed.has_value() ? "" : feed.error().what);
    return std::move(feed).value();
}

std::vector<model::EpisodeChange> all_after(const FeedLog& feed, model::StreamId after = {})
{
    std::vector<model::EpisodeChange> changes;
    const auto reader = feed.read(after);
    for (;;) {
        auto next = reader->next();
        if (!next.has_value()) {
            ADD_FAILURE() << next.error().what;
            return changes;
        }
        if (!next.value()) {
            return changes;
        }
        changes.push_back(*std::move(next).value());
    }
}

TEST(FeedLog, gives_back_what_was_published_in_order)
{
    const Room room;
    Counters counters;
    const auto feed = open_feed(room, counters);
    ASSERT_TRUE(feed->publish(changes_of(1, 100), Offset{99}).has_value());
    ASSERT_TRUE(feed->publish({}, Offset{150}).has_value());
    ASSERT_TRUE(feed->publish(changes_of(151, 200), Offset{199}).has_value());

    std::vector<model::EpisodeChange> expected = changes_of(1, 100);
    std::ranges::move(changes_of(151, 200), std::back_inserter(expected));
    EXPECT_EQ(all_after(*feed), expected);
    EXPECT_EQ(feed->settled(), Offset{199});
    EXPECT_EQ(feed->last(), (model::StreamId{.offset = {198}, .index = 1}));
    EXPECT_GT(list_segments(room.path() / "feed").value().size(), 1U);
}

TEST(FeedLog, a_reader_begins_after_any_place_in_the_stream)
{
    const Room room;
    Counters counters;
    const auto feed = open_feed(room, counters);
    const auto all = changes_of(1, 120);
    ASSERT_TRUE(feed->publish(all, Offset{119}).has_value());
    for (std::uint64_t offset = 0; offset <= 121; ++offset) {
        for (const std::uint32_t index : {0U, 1U, 5U}) {
            const model::StreamId after{.offset = {offset}, .index = index};
            const auto rest = std::ranges::find_if(all, [&](const auto& c) { return c.id > after; });

            ASSERT_EQ(all_after(*feed, after), (std::vector<model::EpisodeChange>{rest, all.end()}));
        }
    }
}

TEST(FeedLog, shows_only_changes_of_records_that_have_settled)
{
    const Room room;
    Counters counters;
    const auto feed = open_feed(room, counters);
    const auto reader = feed->read({});
    ASSERT_FALSE(reader->next().value().has_value());
    ASSERT_TRUE(feed->publish(std::vector{change(4), change(8)}, Offset{5}).has_value());

    EXPECT_EQ(*reader->next().value(), change(4));
    EXPECT_FALSE(reader->next().value().has_value());
    ASSERT_TRUE(feed->publish({}, Offset{8}).has_value());
    EXPECT_EQ(*reader->next().value(), change(8));
}

TEST(FeedLog, passes_over_what_an_earlier_run_published)
{
    const Room room;
    Counters counters;
    {
        const auto feed = open_feed(room, counters);
        ASSERT_TRUE(feed->publish(changes_of(1, 50), Offset{49}).has_value());
    }
    const auto feed = open_feed(room, counters);
    EXPECT_EQ(feed->last(), (model::StreamId{.offset = {48}, .index = 1}));
    EXPECT_EQ(feed->settled(), Offset{47}) << "of record 48 there may have been more";
    ASSERT_TRUE(feed->publish(changes_of(1, 30), Offset{29}).has_value());
    EXPECT_EQ(feed->settled(), Offset{47}) << "a fold from the start does not unsettle what is there";
    ASSERT_TRUE(feed->publish(changes_of(30, 80), Offset{79}).has_value());

    EXPECT_EQ(all_after(*feed), changes_of(1, 80));
    EXPECT_EQ(feed->settled(), Offset{79});
}

TEST(FeedLog, never_holds_changes_of_records_that_the_journal_does_not_have)
{
    const Room room;
    Counters counters;
    {
        const auto feed = open_feed(room, counters);
        ASSERT_TRUE(feed->publish(changes_of(1, 200), Offset{199}).has_value());
    }
    ASSERT_GT(list_segments(room.path() / "feed").value().size(), 2U);
    const auto feed = open_feed(room, counters, Offset{40});
    EXPECT_EQ(feed->last(), (model::StreamId{.offset = {40}, .index = 1}));
    EXPECT_EQ(feed->settled(), Offset{39});
    ASSERT_TRUE(feed->publish(changes_of(1, 90), Offset{89}).has_value());

    EXPECT_EQ(all_after(*feed), changes_of(1, 90));
}

TEST(FeedLog, an_empty_journal_empties_it)
{
    const Room room;
    Counters counters;
    {
        const auto feed = open_feed(room, counters);
        ASSERT_TRUE(feed->publish(changes_of(1, 20), Offset{19}).has_value());
    }
    const auto feed = open_feed(room, counters, Offset{0});

    EXPECT_EQ(feed->last(), model::StreamId{});
    EXPECT_EQ(feed->settled(), Offset{0});
    EXPECT_TRUE(all_after(*feed).empty());
}

// Derived and unsynced: whatever a power cut made of it, what is left is the beginning of what was published, and the
// fold makes the rest again.
TEST(FeedLog, is_whole_again_after_a_fold_whatever_became_of_its_files)
{
    const Room room;
    Counters counters;
    const auto all = changes_of(1, 120);
    {
        const auto feed = open_feed(room, counters);
        ASSERT_TRUE(feed->publish(all, Offset{119}).has_value());
    }
    const auto segments = list_segments(room.path() / "feed").value();
    ASSERT_GT(segments.size(), 2U);
    std::vector<Bytes> whole;
    for (const SegmentPath& segment : segments) {
        whole.push_back(contents(segment.path));
    }
    for (std::size_t damaged = 0; damaged < segments.size(); ++damaged) {
        for (const std::size_t at :
             {std::size_t{3}, std::size_t{40}, header_bytes, header_bytes + 700, small_segment}) {
            std::filesystem::remove_all(room.path() / "feed");
            std::filesystem::create_directory(room.path() / "feed");
            for (std::size_t i = 0; i < segments.size(); ++i) {
                put(segments[i].path, whole[i]);
            }
            if (at == small_segment) {
                std::filesystem::remove(segments[damaged].path);
            } else {
                Bytes bytes = whole[damaged];
                bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ 0x10U);
                put(segments[damaged].path, bytes);
            }
            const auto feed = open_feed(room, counters);
            const auto left = all_after(*feed);
            ASSERT_TRUE(std::equal(left.begin(), left.end(), all.begin()));
            ASSERT_TRUE(feed->publish(all, Offset{119}).has_value());
            ASSERT_EQ(all_after(*feed), all) << "segment " << damaged << " byte " << at;
        }
    }
}

TEST(FeedLog, readers_beside_the_publisher_see_every_change_once)
{
    const Room room;
    Counters counters;
    const auto feed = open_feed(room, counters);
    const auto all = changes_of(1, 1500);
    std::atomic<std::size_t> wrong{0};
    const auto follow = [&] {
        const auto reader = feed->read({});
        for (std::size_t n = 0; n < all.size();) {
            const auto next = reader->next();
            if (!next.has_value()) {
                ADD_FAILURE() << next.error().what;
                return;
            }
            if (next.value()) {
                wrong += *next.value() == all[n++] ? 0U : 1U;
            } else {
                std::this_thread::yield();
            }
        }
    };
    std::jthread first{follow};
    std::jthread second{follow};
    for (std::uint64_t offset = 1; offset < 1500; offset += 10) {
        ASSERT_TRUE(feed->publish(changes_of(offset, std::min<std::uint64_t>(offset + 10, 1500)),
                                  Offset{std::min<std::uint64_t>(offset + 9, 1499)})
                        .has_value());
    }
    first.join();
    second.join();

    EXPECT_EQ(wrong.load(), 0U);
}

TEST(FeedLog, a_second_opener_is_refused)
{
    const Room room;
    Counters counters;
    const auto feed = open_feed(room, counters);
    const auto second = FeedLog::open({.folder = room.path() / "feed"}, far_end, counters);

    ASSERT_FALSE(second.has_value());
    EXPECT_TRUE(second.error().what.ends_with("is held by another cordon process"));
}

}  // namespace
}  // namespace cordon::journal
