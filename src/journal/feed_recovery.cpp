// SPDX-License-Identifier: Apache-2.0
#include "change_codec.hpp"
#include "recovery.hpp"
#include "scan.hpp"

#include <cordon/core/log.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <optional>
#include <utility>

namespace cordon::journal {

namespace {

/// The sound part of one segment of a feed.
struct Sound {
    Place place;
    model::StreamId last;
    bool whole = true;  // nothing was wrong in it: the next segment may go on from it
};

std::optional<Sound> sound_part(const SegmentPath& path, std::uint64_t expected, model::StreamId last,
                                Offset journal_end)
{
    auto loaded = load_segment(path, LogKind::feed, O_RDWR);
    if (!loaded.has_value() || loaded.value().header.first != expected) {
        return std::nullopt;
    }
    LoadedSegment& segment = loaded.value();
    Sound sound{.place = {.header = segment.header, .last = expected - 1}, .last = last};
    const Scan scan = scan_segment(segment.bytes, segment.header, [&](const Frame& frame) {
        const auto change = decode_change(frame.payload);
        sound.whole = sound.whole && change.has_value() && change.value().id > sound.last &&
                      change.value().id.offset <= journal_end;
        if (sound.whole) {
            sound.last = change.value().id;
            sound.place.last = frame.number;
            sound.place.position =
                static_cast<std::uint64_t>(frame.payload.data() - segment.bytes.data()) - head_bytes + frame.size;
        }
    });
    sound.whole = sound.whole && scan.tail == Tail::blank && segment.found_bytes == segment.header.bytes;
    sound.place.file = std::move(segment.file);
    return sound;
}

Result<void> cut(const Place& place)
{
    const int file = place.file.descriptor();
    if (::ftruncate(file, static_cast<off_t>(place.position)) != 0 ||
        ::ftruncate(file, static_cast<off_t>(place.header.bytes)) != 0) {
        return refuse(disk_fault(place.file.path(), "cannot be cut"));
    }
    return done();
}

}  // namespace

Result<FeedPlace> recover_feed(const LogOptions& options, Offset journal_end)
{
    remove_blank(options.folder);
    CORDON_TRY(const auto segments, list_segments(options.folder));
    std::optional<Sound> newest;
    std::size_t kept = 0;
    while (kept < segments.size() && (!newest || newest->whole)) {
        auto sound = newest ? sound_part(segments[kept], newest->place.last + 1, newest->last, journal_end)
                            : sound_part(segments[kept], 1, {}, journal_end);
        if (!sound) {
            break;
        }
        newest = std::move(sound);
        ++kept;
    }
    for (std::size_t i = kept; i < segments.size(); ++i) {
        if (::unlink(segments[i].path.c_str()) != 0) {
            return refuse(disk_fault(segments[i].path, "cannot be removed"));
        }
    }
    if (kept < segments.size() || (newest && !newest->whole)) {
        log::warn("feed_cut", {{"after", newest ? to_string(newest->last) : std::string{"0.0"}}});
    }
    if (!newest) {
        CORDON_TRY(auto place, start_segment(options, 1, options.segment_bytes));
        return FeedPlace{.place = std::move(place), .last = {}};
    }
    CORDON_CHECK(cut(newest->place));
    return FeedPlace{.place = std::move(newest->place), .last = newest->last};
}

}  // namespace cordon::journal
