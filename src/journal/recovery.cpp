// SPDX-License-Identifier: Apache-2.0
#include "recovery.hpp"

#include "scan.hpp"

#include <cordon/core/log.hpp>

#include <fcntl.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace cordon::journal {

namespace {

Result<void> check_sealed(const SegmentPath& path, LogKind kind, std::uint64_t next)
{
    CORDON_TRY(const auto segment, load_segment(path, kind, O_RDONLY));
    const std::string damage = damage_of_sealed(segment, scan_segment(segment.bytes, segment.header), next);
    if (!damage.empty()) {
        return refuse(path.path.string() + ": " + damage);
    }
    return done();
}

/// Makes the newest segment what its scan says: records that are durable, then zeros that are durable.
Result<void> settle_newest(const LoadedSegment& segment, const Scan& scan)
{
    const ByteView last_append = ByteView{segment.bytes}.subspan(scan.last_batch, scan.end - scan.last_batch);
    CORDON_CHECK(write_at(segment.file, last_append, scan.last_batch));
    const bool cut_file = segment.found_bytes < segment.header.bytes;
    CORDON_CHECK(write_zeros(segment.file, scan.end, (cut_file ? segment.header.bytes : scan.tail_end) - scan.end));
    return sync_data(segment.file);
}

Result<Place> take_newest(const SegmentPath& path, LogKind kind)
{
    CORDON_TRY(auto segment, load_segment(path, kind, O_RDWR));
    const Scan scan = scan_segment(segment.bytes, segment.header);
    if (scan.tail == Tail::damaged) {
        return refuse(path.path.string() + ": " + scan.why);
    }
    if (scan.tail == Tail::torn) {
        log::warn("journal_tail_cut", {{"segment", path.path.filename().string()},
                                       {"bytes", scan.tail_end - scan.end},
                                       {"after_offset", scan.last}});
    }
    CORDON_CHECK(settle_newest(segment, scan));
    return Place{.file = std::move(segment.file), .header = segment.header, .position = scan.end, .last = scan.last};
}

}  // namespace

std::string damage_of_sealed(const LoadedSegment& segment, const Scan& scan, std::uint64_t next)
{
    if (scan.tail != Tail::blank) {
        return scan.why;
    }
    if (scan.last + 1 != next) {
        return "its last record is " + std::to_string(scan.last) + " (byte " + std::to_string(scan.end) +
               "), but the next segment begins with offset " + std::to_string(next);
    }
    if (segment.found_bytes != segment.header.bytes) {
        return "it has " + std::to_string(segment.found_bytes) + " bytes; its header says " +
               std::to_string(segment.header.bytes);
    }
    return {};
}

Result<Place> recover_journal(const LogOptions& options, StartCheck check)
{
    remove_blank(options.folder);
    CORDON_TRY(const auto segments, list_segments(options.folder));
    if (segments.empty()) {
        return start_segment(options, 1, options.segment_bytes);
    }
    if (segments.front().first != 1) {
        return refuse(options.folder.string() + ": records 1 to " + std::to_string(segments.front().first - 1) +
                      " are missing; the first segment there is " + segments.front().path.filename().string());
    }
    if (check == StartCheck::every_segment) {
        for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
            CORDON_CHECK(check_sealed(segments[i], options.kind, segments[i + 1].first));
        }
    }
    return take_newest(segments.back(), options.kind);
}

}  // namespace cordon::journal
