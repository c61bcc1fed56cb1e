// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frame.hpp"
#include "segment.hpp"

#include <cordon/core/bytes.hpp>
#include <cordon/core/result.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace cordon::journal {

/// Reads a log's records in order, beside its writer: a descriptor of its own, a buffer of its own, no lock. One
/// thread.
class LogReader {
public:
    LogReader(std::filesystem::path folder, LogKind kind, std::uint64_t after);

    /// The next record; nothing where its number is beyond `end`, which the writer published after it was written. The
    /// payload is good until the next call. A fault where a record up to `end` is not there or not whole.
    [[nodiscard]] Result<std::optional<Frame>> next(std::uint64_t end);

    /// File, byte and offset of the record that `next` gave last, for a fault about its content.
    [[nodiscard]] std::string where() const;

private:
    Result<void> find();
    Result<void> enter(std::uint64_t first);
    Result<Look> look();
    Result<void> refill(std::size_t bytes);
    Fault fault_here(const char* what) const;

    std::filesystem::path folder_;
    LogKind kind_;
    std::uint64_t wanted_;  // the number that `next` gives next
    File file_;
    SegmentHeader header_;
    std::uint64_t position_ = 0;        // in the file
    std::uint64_t number_ = 0;          // that belongs at the position
    std::uint64_t given_position_ = 0;  // of the record given last
    Bytes buffer_;
    std::uint64_t buffer_position_ = 0;
    std::size_t step_ = 0;
};

}  // namespace cordon::journal
