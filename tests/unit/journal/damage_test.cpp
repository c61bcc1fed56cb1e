// SPDX-License-Identifier: Apache-2.0
#include "journal_room.hpp"
#include "recovery.hpp"

#include <cordon/journal/inspection.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace cordon::journal {
namespace {

void flip(Bytes& bytes, std::size_t bit)
{
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << (bit % 8)));
}

/// "(byte 4096, offset 1)" of the frame with this byte in it.
std::string place_of(const std::vector<std::pair<std::size_t, std::size_t>>& frames, std::size_t byte,
                     std::uint64_t first)
{
    const auto frame = std::ranges::find_if(frames, [byte](const auto& f) { return byte < f.second; });
    const auto number = first + static_cast<std::uint64_t>(frame - frames.begin());
    const std::size_t at = frame == frames.end() ? frames.back().second : frame->first;
    return "(byte " + std::to_string(at) + ", offset " + std::to_string(number) + ')';
}

/// Three segments and more, each of several appends.
void fill_segments(const std::filesystem::path& folder)
{
    fill(folder, std::vector<std::size_t>(40, 2));
    ASSERT_GT(list_segments(folder).value().size(), 2U);
}

TEST(Damage, every_flipped_bit_of_a_sealed_segment_is_found_and_located)
{
    const Room room;
    fill_segments(room.folder());
    const auto segments = list_segments(room.folder()).value();
    const LoadedSegment loaded = load_segment(segments[1], LogKind::journal, 0).value();
    const auto frames = frames_of(loaded.bytes);
    const std::uint64_t next = segments[2].first;
    ASSERT_EQ(damage_of_sealed(loaded, scan_segment(loaded.bytes, loaded.header), next), "");

    Bytes bytes = loaded.bytes;
    for (std::size_t bit = 0; bit < header_bytes * 8; ++bit) {
        flip(bytes, bit);
        const auto header = decode_header(bytes, LogKind::journal);
        ASSERT_FALSE(header.has_value()) << "bit " << bit;
        flip(bytes, bit);
    }
    for (std::size_t bit = header_bytes * 8; bit < bytes.size() * 8; ++bit) {
        flip(bytes, bit);
        const std::string why = damage_of_sealed(loaded, scan_segment(bytes, loaded.header), next);
        ASSERT_NE(why.find(place_of(frames, bit / 8, segments[1].first)), std::string::npos)
            << "bit " << bit << ": " << why;
        flip(bytes, bit);
    }
}

TEST(Damage, in_a_sealed_segment_stops_the_start_with_file_byte_and_offset)
{
    const Room room;
    fill_segments(room.folder());
    const auto segments = list_segments(room.folder()).value();
    const Bytes whole = contents(segments[1].path);
    const auto frames = frames_of(whole);
    for (const std::size_t bit : {8 * (frames[2].first + 30), 8 * frames[5].first + 3, 8 * (frames[0].second - 1)}) {
        Bytes bytes = whole;
        flip(bytes, bit);
        put(segments[1].path, bytes);
        const std::string why = refusal(room.folder());

        EXPECT_TRUE(why.starts_with(segments[1].path.string() + ": ")) << why;
        EXPECT_NE(why.find(place_of(frames, bit / 8, segments[1].first)), std::string::npos) << why;
        EXPECT_EQ(contents(segments[1].path), bytes) << "a refused start changes nothing";
    }
}

TEST(Damage, every_flipped_bit_before_the_last_append_of_the_newest_segment_is_found_and_located)
{
    const Room room;
    fill(room.folder(), {2, 3, 1, 4, 2});
    const auto segments = list_segments(room.folder()).value();
    ASSERT_EQ(segments.size(), 1U);
    const LoadedSegment loaded = load_segment(segments[0], LogKind::journal, 0).value();
    const auto frames = frames_of(loaded.bytes);

    Bytes bytes = loaded.bytes;
    for (std::size_t bit = header_bytes * 8; bit < frames[10].first * 8; ++bit) {
        flip(bytes, bit);
        const Scan scan = scan_segment(bytes, loaded.header);
        ASSERT_EQ(scan.tail, Tail::damaged) << "bit " << bit;
        ASSERT_NE(scan.why.find(place_of(frames, bit / 8, 1)), std::string::npos) << "bit " << bit << ": " << scan.why;
        flip(bytes, bit);
    }
}

// Nothing proves that the last append was durable, but what a disk leaves unfinished looks otherwise.
TEST(Damage, every_flipped_bit_of_the_last_append_is_told_from_a_torn_tail)
{
    const Room room;
    fill(room.folder(), {2, 3});
    const auto segments = list_segments(room.folder()).value();
    const LoadedSegment loaded = load_segment(segments[0], LogKind::journal, 0).value();
    const auto frames = frames_of(loaded.bytes);

    Bytes bytes = loaded.bytes;
    for (std::size_t bit = frames[2].first * 8; bit < frames.back().second * 8; ++bit) {
        flip(bytes, bit);
        const Scan scan = scan_segment(bytes, loaded.header);
        ASSERT_EQ(scan.tail, Tail::damaged) << "bit " << bit;
        flip(bytes, bit);
    }
}

TEST(Damage, a_hole_of_any_size_before_a_later_append_is_no_torn_tail)
{
    const Room room;
    fill(room.folder(), {2, 3, 1, 4, 2});
    const auto file = newest(room.folder());
    const Bytes whole = contents(file);
    const auto frames = frames_of(whole);
    for (std::size_t last = 0; last < 10; ++last) {
        Bytes bytes = whole;
        std::fill(bytes.begin() + header_bytes, bytes.begin() + static_cast<std::ptrdiff_t>(frames[last].second),
                  std::uint8_t{0});
        put(file, bytes);
        const std::string why = refusal(room.folder());

        EXPECT_NE(why.find("(byte 4096, offset 1); it was durable"), std::string::npos) << last << ": " << why;
    }
}

TEST(Damage, a_missing_segment_stops_the_start)
{
    const Room room;
    fill_segments(room.folder());
    const auto segments = list_segments(room.folder()).value();
    std::filesystem::rename(segments[1].path, room.path() / "aside");
    const std::string gap = refusal(room.folder());
    std::filesystem::rename(room.path() / "aside", segments[1].path);
    std::filesystem::remove(segments[0].path);
    const std::string front = refusal(room.folder());

    EXPECT_NE(gap.find("but the next segment begins with offset " + std::to_string(segments[2].first)),
              std::string::npos)
        << gap;
    EXPECT_NE(front.find("records 1 to " + std::to_string(segments[1].first - 1) + " are missing"), std::string::npos)
        << front;
}

TEST(Damage, a_sealed_segment_cut_short_stops_the_start)
{
    const Room room;
    fill_segments(room.folder());
    const auto first = list_segments(room.folder()).value().front().path;
    const Bytes whole = contents(first);
    const auto frames = frames_of(whole);
    for (const std::size_t length : {std::size_t{0}, header_bytes - 1, header_bytes, frames[3].first + 5,
                                     frames.back().second, whole.size() - 1}) {
        put(first, ByteView{whole}.first(length));

        EXPECT_TRUE(refusal(room.folder()).starts_with(first.string() + ": ")) << length;
    }
}

TEST(Damage, a_segment_of_another_journal_does_not_pass)
{
    const Room room;
    const Room other;
    fill_segments(room.folder());
    fill(other.folder(), {1});
    const auto mine = list_segments(room.folder()).value().front().path;
    put(mine, contents(newest(other.folder())));

    EXPECT_NE(refusal(room.folder()).find("but the next segment begins with offset"), std::string::npos);
}

TEST(Damage, a_journal_whose_owner_reads_all_of_it_may_leave_sealed_segments_to_its_reader)
{
    const Room room;
    fill_segments(room.folder());
    const auto segment = list_segments(room.folder()).value()[1];
    Bytes bytes = contents(segment.path);
    const auto frames = frames_of(bytes);
    bytes[frames[1].first + 40] = static_cast<std::uint8_t>(bytes[frames[1].first + 40] ^ 1U);
    put(segment.path, bytes);

    Counters counters;
    const auto journal = LocalJournal::open(
        {.folder = room.folder(), .segment_bytes = small_segment, .check = StartCheck::newest_segment}, counters);
    ASSERT_TRUE(journal.has_value()) << journal.error().what;
    const auto reader = journal.value()->read({});
    Result<std::optional<model::StampedRecord>> next = reader->next();
    std::uint64_t last = 0;
    while (next.has_value() && next.value()) {
        last = next.value()->offset.value;
        next = reader->next();
    }
    ASSERT_FALSE(next.has_value());
    EXPECT_EQ(last, segment.first);
    EXPECT_NE(next.error().what.find(segment.path.string()), std::string::npos);
    EXPECT_NE(next.error().what.find(place_of(frames, frames[1].first, segment.first)), std::string::npos)
        << next.error().what;
    EXPECT_FALSE(reader->next().has_value()) << "a reader does not go on behind what it could not read";
}

TEST(Inspection, tells_each_segment_and_its_time)
{
    const Room room;
    fill_segments(room.folder());
    const auto segments = inspect_journal(room.folder()).value();

    ASSERT_GT(segments.size(), 2U);
    std::uint64_t next = 1;
    for (const SegmentInfo& segment : segments) {
        EXPECT_EQ(segment.damage, "");
        EXPECT_EQ(segment.first.value, next);
        EXPECT_EQ(segment.from, numbered(segment.first.value).at);
        EXPECT_EQ(segment.until, numbered(segment.last.value).at);
        EXPECT_EQ(segment.file_bytes, small_segment);
        next = segment.last.value + 1;
    }
    EXPECT_EQ(next, 81U);
}

TEST(Inspection, reads_beside_the_process_that_holds_the_journal)
{
    const Room room;
    Counters counters;
    const auto journal = open(room.folder(), counters);
    ASSERT_TRUE(journal.value()->append(numbered(1, 60)).has_value());
    const auto reader = read_journal(room.folder(), Offset{17});
    ASSERT_TRUE(reader.has_value()) << reader.error().what;

    EXPECT_EQ(count_sound(*reader.value(), Offset{17}), 59U);
}

TEST(Inspection, a_reader_says_where_the_newest_segment_is_damaged)
{
    const Room room;
    fill(room.folder(), {2, 3, 2});
    const auto file = newest(room.folder());
    Bytes bytes = contents(file);
    bytes[frames_of(bytes)[3].first + 30] ^= 1U;
    put(file, bytes);
    const auto reader = read_journal(room.folder(), Offset{2});
    ASSERT_TRUE(reader.value()->next().value().has_value());
    const auto next = reader.value()->next();

    ASSERT_FALSE(next.has_value());
    EXPECT_NE(next.error().what.find("offset 4)"), std::string::npos) << next.error().what;
}

TEST(Inspection, names_what_is_damaged_and_what_is_only_torn)
{
    const Room room;
    fill_segments(room.folder());
    const auto paths = list_segments(room.folder()).value();
    Bytes sealed = contents(paths[0].path);
    sealed[frames_of(sealed)[2].first + 33] = 0;
    put(paths[0].path, sealed);
    Bytes tail = contents(paths.back().path);
    const auto [from, until] = frames_of(tail).back();
    std::fill(tail.begin() + static_cast<std::ptrdiff_t>(from + 40), tail.begin() + static_cast<std::ptrdiff_t>(until),
              std::uint8_t{0});
    put(paths.back().path, tail);
    const auto segments = inspect_journal(room.folder()).value();

    EXPECT_TRUE(segments.front().damage.starts_with(paths[0].path.string() + ": the content of record 3 "))
        << segments.front().damage;
    EXPECT_EQ(segments.back().damage, "");
    EXPECT_EQ(segments.back().torn_bytes, 40U);
}

TEST(Inspection, a_folder_without_a_journal_is_one_sentence)
{
    const Room room;

    EXPECT_EQ(inspect_journal(room.path()).error().what,
              room.path().string() + " holds no journal: there is no segment in it");
    EXPECT_EQ(inspect_journal(room.path() / "none").error().what,
              (room.path() / "none").string() + " cannot be read: No such file or directory");
    EXPECT_FALSE(read_journal(room.path() / "none").has_value());
}

}  // namespace
}  // namespace cordon::journal
