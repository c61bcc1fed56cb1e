// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scan.hpp"

#include <cordon/core/counters.hpp>
#include <cordon/journal/local_journal.hpp>
#include <cordon/model/record.hpp>

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace cordon::journal {

/// A folder that goes with the test.
class Room {
public:
    Room()
    {
        std::string name = (std::filesystem::temp_directory_path() / "cordon-journal-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            std::abort();
        }
        path_ = name;
    }

    ~Room() { std::filesystem::remove_all(path_); }

    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;
    Room(Room&&) = delete;
    Room& operator=(Room&&) = delete;

    [[nodiscard]] std::filesystem::path folder() const { return path_ / "journal"; }

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

constexpr std::size_t small_segment = 8192;

/// A frame whose content tells its number, of a size that changes from one to the next.
inline model::Record numbered(std::uint64_t n)
{
    model::FrameRecord frame{.device = {"35630704257" + std::to_string(1000 + n % 7)},
                             .protocol = model::Protocol::teltonika,
                             .peer = "127.0.0.1:" + std::to_string(40'000 + n % 1000),
                             .received = from_millis(1'767'000'000'000 + static_cast<std::int64_t>(n)),
                             .raw = Bytes(20 + n % 90, static_cast<std::uint8_t>(n % 251 + 1))};
    frame.observations.push_back({.device = frame.device, .fix_time = frame.received, .received = frame.received});
    return {.at = frame.received, .body = std::move(frame)};
}

inline std::vector<model::Record> numbered(std::uint64_t from, std::uint64_t until)
{
    std::vector<model::Record> records;
    for (std::uint64_t n = from; n < until; ++n) {
        records.push_back(numbered(n));
    }
    return records;
}

inline Result<std::unique_ptr<LocalJournal>> open(const std::filesystem::path& folder, Counters& counters,
                                                  std::size_t segment_bytes = small_segment)
{
    return LocalJournal::open({.folder = folder, .segment_bytes = segment_bytes}, counters);
}

/// Why a start is refused; empty where it is not.
inline std::string refusal(const std::filesystem::path& folder)
{
    Counters counters;
    const auto opened = open(folder, counters);
    return opened.has_value() ? std::string{} : opened.error().what;
}

/// Appends the records in batches and closes. Offsets are the numbers, from where the journal ends.
inline void fill(const std::filesystem::path& folder, const std::vector<std::size_t>& batches,
                 std::size_t segment_bytes = small_segment)
{
    Counters counters;
    auto journal = open(folder, counters, segment_bytes);
    ASSERT_TRUE(journal.has_value()) << journal.error().what;
    for (const std::size_t batch : batches) {
        const std::uint64_t next = journal.value()->end().value + 1;
        const auto appended = journal.value()->append(numbered(next, next + batch));
        ASSERT_TRUE(appended.has_value()) << appended.error().what;
        ASSERT_EQ(appended.value(), Offset{next + batch - 1});
    }
}

/// How many records there are, each of which must be the one of its number.
inline std::uint64_t count_sound(port::JournalReader& reader, Offset after = {})
{
    std::uint64_t expected = after.value + 1;
    for (;; ++expected) {
        const auto next = reader.next();
        if (!next.has_value()) {
            ADD_FAILURE() << next.error().what;
            break;
        }
        if (!next.value()) {
            break;
        }
        if (next.value()->offset.value != expected || next.value()->record != numbered(expected)) {
            ADD_FAILURE() << "offset " << expected << " holds another record";
            break;
        }
    }
    return expected - 1;
}

inline std::uint64_t count_sound(const LocalJournal& journal)
{
    const auto reader = journal.read({});
    return count_sound(*reader);
}

inline Bytes contents(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

inline void put(const std::filesystem::path& file, ByteView bytes)
{
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    out << as_text(bytes);
}

inline std::filesystem::path newest(const std::filesystem::path& folder)
{
    return list_segments(folder).value().back().path;
}

/// Where the frames of a segment stand.
inline std::vector<std::pair<std::size_t, std::size_t>> frames_of(const Bytes& segment)
{
    std::vector<std::pair<std::size_t, std::size_t>> places;
    (void)scan_segment(segment, decode_header(segment, LogKind::journal).value(), [&](const Frame& frame) {
        const auto from = static_cast<std::size_t>(frame.payload.data() - segment.data()) - head_bytes;
        places.emplace_back(from, from + frame.size);
    });
    return places;
}

}  // namespace cordon::journal
