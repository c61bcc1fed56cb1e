// SPDX-License-Identifier: Apache-2.0
#include "record_reader.hpp"
#include "recovery.hpp"
#include "scan.hpp"

#include <cordon/journal/inspection.hpp>
#include <cordon/journal/record_codec.hpp>

#include <fcntl.h>

#include <atomic>
#include <utility>

namespace cordon::journal {

namespace {

Result<std::vector<SegmentPath>> segments_of(const std::filesystem::path& folder)
{
    CORDON_TRY(auto segments, list_segments(folder));
    if (segments.empty()) {
        return refuse(folder.string() + " holds no journal: there is no segment in it");
    }
    return segments;
}

/// Adds what a whole record says to what is known of its segment.
void note_record(const Frame& frame, ByteView segment, SegmentInfo& info)
{
    const auto record = decode(frame.payload);
    if (!record.has_value()) {
        const auto byte = frame.payload.data() - segment.data() - static_cast<std::ptrdiff_t>(head_bytes);
        if (info.damage.empty()) {
            info.damage = record.error().what + " (byte " + std::to_string(byte) + ", offset " +
                          std::to_string(frame.number) + ')';
        }
        return;
    }
    info.from = info.from ? info.from : record.value().at;
    info.until = record.value().at;
}

SegmentInfo inspect_once(const SegmentPath& path, std::optional<std::uint64_t> next)
{
    SegmentInfo info{.file = path.path.filename().string(), .first = {path.first}, .last = {path.first - 1}};
    const auto loaded = load_segment(path, LogKind::journal, O_RDONLY);
    if (!loaded.has_value()) {
        info.damage = loaded.error().what;
        return info;
    }
    const LoadedSegment& segment = loaded.value();
    const Scan scan = scan_segment(segment.bytes, segment.header,
                                   [&](const Frame& frame) { note_record(frame, segment.bytes, info); });
    info.last = {scan.last};
    info.used_bytes = scan.end;
    info.file_bytes = segment.found_bytes;
    info.torn_bytes = scan.tail == Tail::torn && !next ? scan.tail_end - scan.end : 0;
    std::string damage = next                         ? damage_of_sealed(segment, scan, *next)
                         : scan.tail == Tail::damaged ? scan.why
                                                      : std::string{};
    if (info.damage.empty()) {
        info.damage = std::move(damage);
    }
    if (!info.damage.empty()) {
        info.damage = path.path.string() + ": " + info.damage;
    }
    return info;
}

/// A writer may have been at work in the newest segment while it was read, which can look like damage; what is still
/// the same when it is read again is what stands there.
SegmentInfo inspect_segment(const SegmentPath& path, std::optional<std::uint64_t> next)
{
    SegmentInfo info = inspect_once(path, next);
    while (!info.damage.empty()) {
        SegmentInfo again = inspect_once(path, next);
        if (again.damage == info.damage && again.last == info.last) {
            break;
        }
        info = std::move(again);
    }
    return info;
}

}  // namespace

Result<std::vector<SegmentInfo>> inspect_journal(const std::filesystem::path& folder)
{
    CORDON_TRY(const auto segments, segments_of(folder));
    std::vector<SegmentInfo> infos;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const auto next =
            i + 1 < segments.size() ? std::optional{segments[i + 1].first} : std::optional<std::uint64_t>{};
        infos.push_back(inspect_segment(segments[i], next));
    }
    if (segments.front().first != 1) {
        infos.front().damage = folder.string() + ": records 1 to " + std::to_string(segments.front().first - 1) +
                               " are missing (byte 0 of " + infos.front().file + ", offset 1)";
    }
    return infos;
}

Result<std::unique_ptr<port::JournalReader>> read_journal(const std::filesystem::path& folder, Offset after)
{
    CORDON_TRY(const auto segments, segments_of(folder));
    const SegmentInfo newest = inspect_segment(segments.back(), std::nullopt);
    // Where a record is damaged the reader goes as far as it, and says so.
    const std::uint64_t last = newest.last.value + (newest.damage.empty() ? 0 : 1);
    auto end = std::make_shared<const std::atomic<std::uint64_t>>(last);
    return std::unique_ptr<port::JournalReader>{std::make_unique<RecordReader>(folder, after, std::move(end))};
}

}  // namespace cordon::journal
