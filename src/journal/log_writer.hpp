// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "segment.hpp"

#include <cordon/core/bytes.hpp>
#include <cordon/core/result.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <future>
#include <optional>

namespace cordon::journal {

/// Where a log goes on.
struct Place {
    File file;  ///< the newest segment, for writing
    SegmentHeader header;
    std::uint64_t position = header_bytes;  ///< of the next frame
    std::uint64_t last = 0;                 ///< the number of the last record
};

struct LogOptions {
    std::filesystem::path folder;
    LogKind kind = LogKind::journal;
    std::uint64_t segment_bytes = 0;
    Blank blank = Blank::written;  ///< `written`: each commit is synced; `promised`: nothing ever is
};

/// The least that leaves room for something, and a bound that keeps reading a whole segment into memory sensible.
[[nodiscard]] Result<void> check_segment_bytes(const LogOptions& options);

/// The first segment of a log, or the next one: its first record is `first`.
[[nodiscard]] Result<Place> start_segment(const LogOptions& options, std::uint64_t first, std::uint64_t bytes);

/// Appends records to a log: gathers frames in memory, writes them in one go, syncs once. When a segment is full it
/// goes on in the next, which a thread of its own makes ready once the current one is half full.
///
/// After one failed write or sync everything is refused: the kernel marks pages clean that it could not write and tells
/// it once, so a second try that succeeds would prove nothing. Only the next start, which reads what is there, knows.
///
/// One thread.
class LogWriter {
public:
    LogWriter(LogOptions options, Place place);
    ~LogWriter();
    LogWriter(const LogWriter&) = delete;
    LogWriter& operator=(const LogWriter&) = delete;
    LogWriter(LogWriter&&) = delete;
    LogWriter& operator=(LogWriter&&) = delete;

    /// Where the next record's payload goes: at the end of what it returns.
    [[nodiscard]] Bytes& open_record();

    /// Ends that record. What was gathered before is written here where the segment has no room for all.
    [[nodiscard]] Result<void> close_record();

    /// Writes (and syncs) what was gathered; the number of the last record, which is then where it belongs.
    [[nodiscard]] Result<std::uint64_t> commit();

    /// The number of the last record, gathered ones included.
    [[nodiscard]] std::uint64_t last() const noexcept { return place_.last; }

    /// Bytes written since it was made.
    [[nodiscard]] std::uint64_t written() const noexcept { return written_; }

private:
    Result<void> flush();
    Result<void> next_segment();
    Result<void> fit(std::size_t payload);
    Result<File> blank_of(std::uint64_t bytes);
    void prepare();

    LogOptions options_;
    Place place_;
    Bytes gathered_;
    std::size_t start_ = 0;    // of the record being gathered
    std::uint32_t index_ = 0;  // of the next record in its append
    std::uint64_t written_ = 0;
    std::future<Result<File>> prepared_;
    std::optional<Fault> failed_;
};

}  // namespace cordon::journal
