// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frame.hpp"
#include "segment.hpp"

#include <cordon/core/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace cordon::journal {

/// How a segment ends.
enum class Tail : std::uint8_t {
    blank,    ///< zeros after the last record, as they were prepared
    torn,     ///< an append that was never finished: what the disk had not taken yet is still zero
    damaged,  ///< something that was durable is not what was written
};

/// What a segment holds, from its first record to the first place where none stands.
struct Scan {
    std::uint64_t last = 0;      ///< its last whole record; first - 1 where it has none
    std::size_t end = 0;         ///< the byte after it
    std::size_t last_batch = 0;  ///< where the records of its last append begin; `end` where it has none
    Tail tail = Tail::blank;
    std::size_t tail_end = 0;  ///< the byte after the last that is not zero, or `end`
    std::string why;           ///< of `torn` and `damaged`: what is wrong, at which byte, with which record
};

using Visit = std::function<void(const Frame&)>;

/// Reads a whole segment; `visit` sees each whole record in order. README.md says how a torn tail is told from damage.
[[nodiscard]] Scan scan_segment(ByteView segment, const SegmentHeader& header, const Visit& visit = {});

}  // namespace cordon::journal
