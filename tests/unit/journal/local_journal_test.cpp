// SPDX-License-Identifier: Apache-2.0
#include "journal_room.hpp"

#include <cordon/journal/local_journal.hpp>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace cordon::journal {
namespace {

TEST(LocalJournal, numbers_records_from_one_without_a_gap_and_goes_on_after_a_restart)
{
    const Room room;
    fill(room.folder(), {1, 3, 2});
    fill(room.folder(), {4});

    Counters counters;
    const auto journal = open(room.folder(), counters);
    ASSERT_TRUE(journal.has_value()) << journal.error().what;
    EXPECT_EQ(journal.value()->end(), Offset{10});
    EXPECT_EQ(count_sound(*journal.value()), 10U);
}

TEST(LocalJournal, an_empty_journal_ends_before_its_first_record)
{
    const Room room;
    Counters counters;
    const auto journal = open(room.folder(), counters);
    ASSERT_TRUE(journal.has_value()) << journal.error().what;

    EXPECT_EQ(journal.value()->end(), Offset{0});
    EXPECT_EQ(count_sound(*journal.value()), 0U);
    EXPECT_EQ(journal.value()->append({}).value(), Offset{0});
}

TEST(LocalJournal, goes_on_in_further_segments_when_one_is_full)
{
    const Room room;
    fill(room.folder(), {1, 40, 1, 200, 7});

    EXPECT_GT(list_segments(room.folder()).value().size(), 4U);
    Counters counters;
    const auto journal = open(room.folder(), counters);
    ASSERT_TRUE(journal.has_value()) << journal.error().what;
    EXPECT_EQ(count_sound(*journal.value()), 249U);
}

TEST(LocalJournal, a_record_larger_than_a_segment_gets_one_of_its_own_size)
{
    const Room room;
    const model::Record large{.at = {}, .body = model::OrderRecord{.json = std::string(100'000, 'x'), .by = {"me"}}};
    Counters counters;
    {
        auto journal = open(room.folder(), counters);
        ASSERT_TRUE(journal.has_value());
        const std::vector batch{numbered(1), large, large, numbered(4)};
        ASSERT_TRUE(journal.value()->append(batch).has_value());
    }

    const auto journal = open(room.folder(), counters);
    ASSERT_TRUE(journal.has_value()) << journal.error().what;
    const auto reader = journal.value()->read(Offset{1});
    EXPECT_EQ(reader->next().value()->record, large);
    EXPECT_EQ(reader->next().value()->record, large);
    EXPECT_EQ(reader->next().value()->record, numbered(4));
    EXPECT_FALSE(reader->next().value().has_value());
}

TEST(LocalJournal, a_first_record_larger_than_a_segment_takes_the_place_of_the_empty_one)
{
    const Room room;
    const model::Record large{.at = {}, .body = model::StartRecord{.version = std::string(50'000, 'v')}};
    Counters counters;
    auto journal = open(room.folder(), counters);
    ASSERT_TRUE(journal.has_value());
    const auto early = journal.value()->read({});
    ASSERT_FALSE(early->next().value().has_value());
    ASSERT_TRUE(journal.value()->append({&large, 1}).has_value());

    EXPECT_EQ(early->next().value()->record, large);
    EXPECT_EQ(list_segments(room.folder()).value().size(), 1U);
}

TEST(LocalJournal, a_reader_begins_after_any_offset)
{
    const Room room;
    fill(room.folder(), {30, 30, 30, 30});
    Counters counters;
    const auto journal = open(room.folder(), counters);
    ASSERT_TRUE(journal.has_value());
    ASSERT_GT(list_segments(room.folder()).value().size(), 2U);

    for (std::uint64_t after = 0; after <= 120; ++after) {
        const auto reader = journal.value()->read(Offset{after});
        EXPECT_EQ(count_sound(*reader, Offset{after}), 120U);
    }
}

TEST(LocalJournal, a_reader_that_waited_at_the_end_sees_what_comes)
{
    const Room room;
    Counters counters;
    const auto journal = open(room.folder(), counters);
    ASSERT_TRUE(journal.has_value());
    const auto reader = journal.value()->read({});
    for (std::uint64_t n = 1; n <= 300; ++n) {
        ASSERT_FALSE(reader->next().value().has_value());
        ASSERT_TRUE(journal.value()->append(numbered(n, n + 1)).has_value());

        EXPECT_EQ(reader->next().value()->record, numbered(n));
    }
}

TEST(LocalJournal, a_reader_beside_the_writer_sees_every_record_once_and_in_order)
{
    constexpr std::uint64_t all = 4000;
    const Room room;
    Counters counters;
    const auto journal = open(room.folder(), counters, 65'536);
    ASSERT_TRUE(journal.has_value());
    std::atomic<std::uint64_t> wrong{0};
    const auto follow = [&] {
        const auto reader = journal.value()->read({});
        for (std::uint64_t n = 1; n <= all;) {
            const auto next = reader->next();
            if (!next.has_value()) {
                ADD_FAILURE() << next.error().what;
                return;
            }
            if (next.value()) {
                wrong += next.value()->offset.value == n && next.value()->record == numbered(n) ? 0U : 1U;
                ++n;
            } else {
                std::this_thread::yield();
            }
        }
    };
    std::jthread first{follow};
    std::jthread second{follow};
    for (std::uint64_t n = 1; n <= all;) {
        const std::uint64_t until = std::min(all + 1, n + 1 + n % 50);
        ASSERT_TRUE(journal.value()->append(numbered(n, until)).has_value());
        n = until;
    }
    first.join();
    second.join();

    EXPECT_EQ(wrong.load(), 0U);
}

TEST(LocalJournal, a_second_opener_is_refused_while_the_first_holds_it)
{
    const Room room;
    Counters counters;
    auto first = open(room.folder(), counters);
    ASSERT_TRUE(first.has_value());

    EXPECT_EQ(refusal(room.folder()), room.folder().string() + " is held by another cordon process");
    first.value().reset();
    EXPECT_EQ(refusal(room.folder()), "");
}

TEST(LocalJournal, a_folder_that_cannot_be_made_is_one_sentence)
{
    const Room room;
    put(room.path() / "file", {});

    EXPECT_EQ(refusal(room.path() / "file" / "journal"),
              (room.path() / "file" / "journal").string() + " cannot be made: Not a directory");
    EXPECT_EQ(refusal(room.path() / "file"),
              (room.path() / "file").string() + " cannot be opened as a folder: Not a directory");
}

TEST(LocalJournal, a_folder_on_a_disk_that_is_read_only_is_one_sentence)
{
    const std::string why = refusal("/proc/self/journal");

    EXPECT_TRUE(why.starts_with("/proc/self/journal cannot be made: ")) << why;
}

TEST(LocalJournal, nobody_else_may_read_it)
{
    const Room room;
    std::filesystem::create_directory(room.folder());
    std::filesystem::permissions(room.folder(), std::filesystem::perms::all);
    fill(room.folder(), {1});
    struct stat folder{};
    struct stat file{};
    ASSERT_EQ(::stat(room.folder().c_str(), &folder), 0);
    ASSERT_EQ(::stat(newest(room.folder()).c_str(), &file), 0);

    EXPECT_EQ(folder.st_mode & 07777U, 0700U);
    EXPECT_EQ(file.st_mode & 07777U, 0600U);
}

TEST(LocalJournal, a_segment_size_that_makes_no_sense_is_refused)
{
    const Room room;
    Counters counters;

    EXPECT_FALSE(open(room.folder(), counters, 4096).has_value());
    EXPECT_FALSE(open(room.folder(), counters, std::size_t{1} << 40U).has_value());
}

TEST(LocalJournal, counts_what_it_made_durable)
{
    const Room room;
    Counters counters;
    const auto journal = open(room.folder(), counters);
    ASSERT_TRUE(journal.has_value());
    ASSERT_TRUE(journal.value()->append(numbered(1, 11)).has_value());
    ASSERT_TRUE(journal.value()->append(numbered(11, 14)).has_value());

    EXPECT_EQ(counters.counter("journal_records_total", "", "").value(), 13U);
    EXPECT_EQ(counters.counter("journal_batches_total", "", "").value(), 2U);
    EXPECT_EQ(counters.gauge("journal_end_offset", "", "").value(), 13);
    const Bytes segment = contents(newest(room.folder()));
    const std::size_t used = frames_of(segment).back().second - header_bytes;
    EXPECT_EQ(counters.counter("journal_bytes_total", "", "").value(), used);
}

}  // namespace
}  // namespace cordon::journal
