// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "disk.hpp"

#include <cordon/core/bytes.hpp>
#include <cordon/core/result.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// One file of a log: a header of a page, frames, zeros (README.md).
namespace cordon::journal {

/// The header has a page of its own, so that no later write touches it.
inline constexpr std::size_t header_bytes = 4096;

/// What the records of a log are; a segment of one does not open as the other's.
enum class LogKind : std::uint32_t { journal = 1, feed = 2 };

struct SegmentHeader {
    LogKind kind = LogKind::journal;
    std::uint64_t first = 1;  ///< the number of its first record
    std::uint64_t salt = 0;   ///< made anew for each segment
    std::uint64_t bytes = 0;  ///< the whole file's

    bool operator==(const SegmentHeader&) const = default;
};

[[nodiscard]] Bytes encode_header(const SegmentHeader& header);

/// A fault says what is wrong with it, without naming the file.
[[nodiscard]] Result<SegmentHeader> decode_header(ByteView bytes, LogKind kind);

/// "00000000000000000001.segment": in the order of names they are in the order of records.
[[nodiscard]] std::string segment_name(std::uint64_t first);

struct SegmentPath {
    std::filesystem::path path;
    std::uint64_t first = 0;
};

/// Those in the folder, in order. Other files are none of ours and are passed over.
[[nodiscard]] Result<std::vector<SegmentPath>> list_segments(const std::filesystem::path& folder);

/// Whether zeros are written and synced ahead, or only promised (a feed, which nobody syncs).
enum class Blank : std::uint8_t { written, promised };

/// A file of zeros under a name that no reader looks at; the one that was there goes.
[[nodiscard]] Result<File> make_blank(const std::filesystem::path& folder, std::uint64_t bytes, Blank blank);

/// Makes a blank file a segment: header, sync, its name, sync of the folder. Where a segment of that name is there (it
/// holds nothing then) it is replaced.
[[nodiscard]] Result<File> name_segment(const std::filesystem::path& folder, File blank, const SegmentHeader& header,
                                        Blank how);

/// Removes what an interrupted `make_blank` left.
void remove_blank(const std::filesystem::path& folder);

[[nodiscard]] std::uint64_t new_salt();

/// A whole segment in memory.
struct LoadedSegment {
    File file;
    SegmentHeader header;
    Bytes bytes;  ///< as many as the header says; what a cut file lacks is zero
    std::uint64_t found_bytes = 0;
};

/// A fault names the file. `flags`: O_RDONLY or O_RDWR.
[[nodiscard]] Result<LoadedSegment> load_segment(const SegmentPath& segment, LogKind kind, int flags);

}  // namespace cordon::journal
