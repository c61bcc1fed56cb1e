// SPDX-License-Identifier: Apache-2.0
#include "scan.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

namespace cordon::journal {

namespace {

/// What a disk writes whole or not at all.
constexpr std::size_t sector_bytes = 512;

bool all_zero(ByteView bytes)
{
    // Zero, and each byte equal to the one before: memcmp reads most of a segment's 64 MiB so, at every start.
    return bytes.empty() || (bytes[0] == 0 && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

/// The byte after the last that is not zero; `from` where there is none.
std::size_t end_of_content(ByteView segment, std::size_t from)
{
    ByteView rest = segment.subspan(from);
    while (rest.size() >= sector_bytes && all_zero(rest.last(sector_bytes))) {
        rest = rest.first(rest.size() - sector_bytes);
    }
    while (!rest.empty() && rest.back() == 0) {
        rest = rest.first(rest.size() - 1);
    }
    return from + rest.size();
}

/// The head of a record whose append began after record `number` was durable; it proves that `number` was.
std::optional<std::uint64_t> later_append(ByteView segment, const Scan& scan, std::uint64_t number, std::uint64_t salt)
{
    for (std::size_t at = scan.end + frame_alignment; at < scan.tail_end; at += frame_alignment) {
        const Look look = look_at_head(segment.subspan(at), salt);
        if (look.found == Found::whole && look.frame.batch() > number) {
            return look.frame.number;
        }
    }
    return std::nullopt;
}

/// Whether the record at `scan.end` looks as one that a disk did not finish writing: its bytes break off, or a whole
/// sector of it is still zero. `reach` is where it ends, as far as that can be told.
bool unfinished(ByteView segment, const Scan& scan, std::size_t reach)
{
    if (scan.tail_end < reach) {
        return true;
    }
    for (std::size_t from = scan.end; from < reach;) {
        const std::size_t until = std::min((from / sector_bytes + 1) * sector_bytes, segment.size());
        if (all_zero(segment.subspan(from, until - from))) {
            return true;
        }
        from = until;
    }
    return false;
}

std::string what_is_found(const Look& look, std::uint64_t number)
{
    switch (look.found) {
        case Found::whole:
            return "record " + std::to_string(look.frame.number) + " stands where record " + std::to_string(number) +
                   " belongs";
        case Found::nothing:
            return "record " + std::to_string(number) + " is missing and something follows";
        case Found::broken_body:
            return "the content of record " + std::to_string(number) + " does not match its check";
        case Found::cut_off:
        case Found::broken_head:
            break;
    }
    return "the head of record " + std::to_string(number) + " does not match its check";
}

/// The first place where the next record does not stand. What is there decides what became of it.
void judge(ByteView segment, const SegmentHeader& header, const Look& look, Scan& scan)
{
    const std::uint64_t number = scan.last + 1;
    scan.tail_end = end_of_content(segment, scan.end);
    if (scan.tail_end == scan.end) {
        scan.tail = Tail::blank;
        return;
    }
    scan.why =
        what_is_found(look, number) + " (byte " + std::to_string(scan.end) + ", offset " + std::to_string(number) + ')';
    if (const auto later = later_append(segment, scan, number, header.salt)) {
        scan.tail = Tail::damaged;
        scan.why += "; it was durable, for record " + std::to_string(*later) + " of a later append follows";
        return;
    }
    const bool head_is_right = look.found == Found::broken_body || look.found == Found::cut_off;
    const std::size_t reach = scan.end + (head_is_right ? std::max(look.frame.size, head_bytes) : head_bytes);
    const bool torn = look.found != Found::whole && unfinished(segment, scan, std::min(reach, segment.size()));
    scan.tail = torn ? Tail::torn : Tail::damaged;
}

}  // namespace

Scan scan_segment(ByteView segment, const SegmentHeader& header, const Visit& visit)
{
    Scan scan{.last = header.first - 1, .end = header_bytes, .last_batch = header_bytes, .tail_end = header_bytes};
    std::uint32_t index = 0;
    for (;;) {
        const Look look = look_at_frame(segment.subspan(scan.end), header.salt);
        const bool next = look.found == Found::whole && look.frame.number == scan.last + 1 &&
                          (look.frame.index == 0 || look.frame.index == index);
        if (!next) {
            judge(segment, header, look, scan);
            return scan;
        }
        if (visit) {
            visit(look.frame);
        }
        if (look.frame.index == 0) {
            scan.last_batch = scan.end;
        }
        index = look.frame.index + 1;
        scan.last = look.frame.number;
        scan.end += look.frame.size;
    }
}

}  // namespace cordon::journal
