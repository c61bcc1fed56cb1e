// SPDX-License-Identifier: Apache-2.0
#include "journal_room.hpp"

#include <cordon/journal/quarantine_file.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace cordon::journal {
namespace {

port::QuarantinedBytes entry(std::uint64_t n, std::size_t size = 100)
{
    return {.received = from_millis(static_cast<std::int64_t>(n)),
            .protocol = model::Protocol::teltonika,
            .peer = "127.0.0.1:" + std::to_string(n % 60'000),
            .reason = "unknown_device",
            .bytes = Bytes(size, static_cast<std::uint8_t>(n))};
}

std::unique_ptr<QuarantineFile> open_quarantine(const Room& room, Counters& counters,
                                                std::size_t max_bytes = std::size_t{1} << 20U)
{
    auto opened = QuarantineFile::open({.folder = room.path() / "quarantine", .max_bytes = max_bytes}, counters);
    EXPECT_TRUE(opened.has_value()) << (opened.has_value() ? "" : opened.error().what);
    return std::move(opened).value();
}

std::vector<port::QuarantinedBytes> held(const Room& room)
{
    return read_quarantine(room.path() / "quarantine").value();
}

void expect_equal(const port::QuarantinedBytes& a, const port::QuarantinedBytes& b)
{
    EXPECT_EQ(a.received, b.received);
    EXPECT_EQ(a.protocol, b.protocol);
    EXPECT_EQ(a.peer, b.peer);
    EXPECT_EQ(a.reason, b.reason);
    EXPECT_EQ(a.bytes, b.bytes);
}

std::uintmax_t bytes_in(const std::filesystem::path& folder)
{
    std::uintmax_t sum = 0;
    for (const auto& file : std::filesystem::directory_iterator{folder}) {
        sum += file.file_size();
    }
    return sum;
}

TEST(QuarantineFile, keeps_what_it_is_given_and_lists_it_oldest_first)
{
    const Room room;
    Counters counters;
    const auto quarantine = open_quarantine(room, counters);
    for (std::uint64_t n = 1; n <= 50; ++n) {
        quarantine->keep(entry(n));
    }
    quarantine->flush();

    const auto found = held(room);
    ASSERT_EQ(found.size(), 50U);
    for (std::uint64_t n = 1; n <= 50; ++n) {
        expect_equal(found[n - 1], entry(n));
    }
    EXPECT_EQ(counters.counter("quarantine_kept_total", "", "").value(), 50U);
}

TEST(QuarantineFile, goes_on_after_a_restart_and_behind_an_entry_cut_short)
{
    const Room room;
    Counters counters;
    open_quarantine(room, counters)->keep(entry(1));
    open_quarantine(room, counters)->keep(entry(2));
    const auto file = room.path() / "quarantine" / "newer";
    const Bytes whole = contents(file);
    put(file, ByteView{whole}.first(whole.size() - 5));
    open_quarantine(room, counters)->keep(entry(3));

    const auto found = held(room);
    ASSERT_EQ(found.size(), 2U);
    expect_equal(found[0], entry(1));
    expect_equal(found[1], entry(3));
}

TEST(QuarantineFile, never_takes_more_than_its_bound_and_holds_the_newest)
{
    const Room room;
    Counters counters;
    const auto quarantine = open_quarantine(room, counters, 100'000);
    for (std::uint64_t n = 1; n <= 2000; ++n) {
        quarantine->keep(entry(n, 500));
        if (n % 500 == 0) {
            quarantine->flush();
            ASSERT_LE(bytes_in(room.path() / "quarantine"), 100'000U);
        }
    }

    const auto found = held(room);
    ASSERT_GT(found.size(), 80U);
    expect_equal(found.back(), entry(2000, 500));
    for (std::size_t i = 1; i < found.size(); ++i) {
        ASSERT_EQ(found[i].received - found[i - 1].received, Millis{1});
    }
}

TEST(QuarantineFile, cuts_long_entries_at_four_kibibytes)
{
    const Room room;
    Counters counters;
    const auto quarantine = open_quarantine(room, counters);
    quarantine->keep(entry(1, 10'000));
    quarantine->flush();

    ASSERT_EQ(held(room).size(), 1U);
    EXPECT_EQ(held(room)[0].bytes, Bytes(4096, 1));
}

TEST(QuarantineFile, counts_every_entry_of_many_threads_as_kept_or_dropped)
{
    const Room room;
    Counters counters;
    {
        auto opened = QuarantineFile::open({.folder = room.path() / "quarantine", .max_waiting = 8}, counters);
        ASSERT_TRUE(opened.has_value());
        std::vector<std::jthread> threads;
        for (std::uint64_t t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (std::uint64_t n = 0; n < 500; ++n) {
                    opened.value()->keep(entry(t * 1000 + n));
                }
            });
        }
    }
    const auto kept = counters.counter("quarantine_kept_total", "", "").value();

    EXPECT_EQ(kept + counters.counter("quarantine_dropped_total", "reason=\"full\"", "").value(), 2000U);
    EXPECT_EQ(held(room).size(), kept);
}

TEST(QuarantineFile, a_folder_that_cannot_be_made_is_one_sentence)
{
    const Room room;
    put(room.path() / "quarantine", {});
    Counters counters;
    const auto opened = QuarantineFile::open({.folder = room.path() / "quarantine"}, counters);

    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().what,
              (room.path() / "quarantine").string() + " cannot be opened as a folder: Not a directory");
}

}  // namespace
}  // namespace cordon::journal
