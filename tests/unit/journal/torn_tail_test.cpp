// SPDX-License-Identifier: Apache-2.0
#include "journal_room.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace cordon::journal {
namespace {

/// What a start makes of a newest segment with these bytes: how many records there are, all of them sound and one more
/// appended; or -1, where it refuses.
std::int64_t records_after(const Room& room, const std::filesystem::path& file, ByteView bytes)
{
    put(file, bytes);
    Counters counters;
    const auto journal = open(room.folder(), counters);
    if (!journal.has_value()) {
        return -1;
    }
    const auto end = static_cast<std::int64_t>(journal.value()->end().value);
    const std::uint64_t next = journal.value()->end().value + 1;
    EXPECT_TRUE(journal.value()->append(numbered(next, next + 1)).has_value());
    EXPECT_EQ(count_sound(*journal.value()), next);
    return end;
}

Bytes zeroed(Bytes bytes, std::size_t from, std::size_t until)
{
    std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes.begin() + static_cast<std::ptrdiff_t>(until),
              std::uint8_t{0});
    return bytes;
}

TEST(TornTail, is_cut_wherever_the_last_record_breaks_off)
{
    const Room room;
    fill(room.folder(), {1, 1, 1});
    const auto file = newest(room.folder());
    const Bytes whole = contents(file);
    const auto [from, until] = frames_of(whole).back();

    for (std::size_t at = from; at < until; ++at) {
        ASSERT_EQ(records_after(room, file, zeroed(whole, at, whole.size())), 2) << "cut at byte " << at;
    }
    EXPECT_EQ(records_after(room, file, whole), 3);
}

TEST(TornTail, is_cut_wherever_the_file_itself_breaks_off)
{
    const Room room;
    fill(room.folder(), {2, 1});
    const auto file = newest(room.folder());
    const Bytes whole = contents(file);
    const auto [from, until] = frames_of(whole).back();

    for (std::size_t at = from; at < until; at += 7) {
        ASSERT_EQ(records_after(room, file, ByteView{whole}.first(at)), 2) << "cut at byte " << at;
        ASSERT_EQ(std::filesystem::file_size(file), small_segment);
    }
}

// A power cut may keep any of the sectors of an append that was never synced, in any order.
TEST(TornTail, is_cut_whichever_sectors_of_the_last_append_are_missing)
{
    const Room room;
    fill(room.folder(), {3, 20});
    const auto file = newest(room.folder());
    const Bytes whole = contents(file);
    const auto frames = frames_of(whole);
    ASSERT_EQ(frames.size(), 23U);
    const std::size_t begin = frames[3].first;
    const std::size_t end = frames.back().second;
    ASSERT_GT(end - begin, 3 * 512U);

    for (std::size_t sector = begin / 512 * 512; sector < end; sector += 512) {
        const std::size_t from = std::max(sector, begin);
        const std::size_t until = std::min(sector + 512, end);
        const auto lost = std::ranges::find_if(frames, [from = from](const auto& f) { return f.second > from; });

        ASSERT_EQ(records_after(room, file, zeroed(whole, from, until)), lost - frames.begin())
            << "without the sector at byte " << sector;
    }
}

TEST(TornTail, is_cut_where_only_the_end_of_the_last_append_reached_the_disk)
{
    const Room room;
    fill(room.folder(), {3, 20});
    const auto file = newest(room.folder());
    const Bytes whole = contents(file);
    const auto frames = frames_of(whole);
    const std::size_t last_sector = frames.back().second / 512 * 512;

    EXPECT_EQ(records_after(room, file, zeroed(whole, frames[3].first, last_sector)), 3);
}

TEST(TornTail, what_is_cut_is_zero_afterwards_and_never_looks_like_a_record_again)
{
    const Room room;
    fill(room.folder(), {3, 20});
    const auto file = newest(room.folder());
    const Bytes whole = contents(file);
    const auto frames = frames_of(whole);
    put(file, zeroed(whole, frames[3].first, frames[3].first / 512 * 512 + 512));
    ASSERT_EQ(refusal(room.folder()), "");
    const Bytes after = contents(file);

    EXPECT_EQ(after, zeroed(whole, frames[3].first, whole.size()));
}

TEST(TornTail, of_a_segment_without_any_whole_record_leaves_the_ones_before_it)
{
    const Room room;
    fill(room.folder(), {30, 30, 1});
    const auto file = newest(room.folder());
    const std::uint64_t first = list_segments(room.folder()).value().back().first;
    Bytes bytes = contents(file);

    EXPECT_EQ(records_after(room, file, zeroed(bytes, header_bytes + 30, bytes.size())),
              static_cast<std::int64_t>(first) - 1);
}

TEST(TornTail, a_segment_prepared_ahead_and_never_used_is_thrown_away)
{
    const Room room;
    fill(room.folder(), {2});
    put(room.folder() / "next.blank", Bytes(100));

    Counters counters;
    const auto journal = open(room.folder(), counters);
    ASSERT_TRUE(journal.has_value());
    EXPECT_EQ(count_sound(*journal.value()), 2U);
    EXPECT_FALSE(std::filesystem::exists(room.folder() / "next.blank"));
}

}  // namespace
}  // namespace cordon::journal
