// SPDX-License-Identifier: Apache-2.0
#include "feed_reader.hpp"

#include "change_codec.hpp"

#include <utility>

namespace cordon::journal {

ChangeReader::ChangeReader(std::filesystem::path folder, model::StreamId after,
                           std::shared_ptr<const FeedPublished> published)
    : folder_{std::move(folder)}, after_{after}, published_{std::move(published)}
{
}

Result<std::optional<model::EpisodeChange>> ChangeReader::next()
{
    const std::uint64_t settled = published_->settled.load(std::memory_order_acquire);
    const std::uint64_t end = published_->number.load(std::memory_order_acquire);
    if (!log_ && end > 0) {
        CORDON_CHECK(find(end));
    }
    if (!held_ && log_) {
        CORDON_CHECK(hold_next(*log_, end));
    }
    if (!held_ || held_->id.offset.value > settled) {
        return std::optional<model::EpisodeChange>{};
    }
    return std::exchange(held_, std::nullopt);
}

/// The segment to begin with is the last one whose first change is not beyond `after`: changes are in the order of ids.
Result<void> ChangeReader::find(std::uint64_t end)
{
    CORDON_TRY(const auto segments, list_segments(folder_));
    for (auto segment = segments.rbegin(); segment != segments.rend(); ++segment) {
        LogReader reader{folder_, LogKind::feed, segment->first - 1};
        CORDON_TRY(const auto frame, reader.next(end));
        const auto id = frame ? decode_stream_id(frame->payload) : std::nullopt;
        if (id && *id <= after_) {
            log_.emplace(folder_, LogKind::feed, segment->first - 1);
            return done();
        }
    }
    log_.emplace(folder_, LogKind::feed, 0);
    return done();
}

Result<void> ChangeReader::hold_next(LogReader& log, std::uint64_t end)
{
    for (;;) {
        CORDON_TRY(const auto frame, log.next(end));
        if (!frame) {
            return done();
        }
        const auto id = decode_stream_id(frame->payload);
        if (id && *id <= after_) {
            continue;
        }
        auto change = decode_change(frame->payload);
        if (!change.has_value()) {
            return refuse(log.where() + ": " + change.error().what);
        }
        held_ = std::move(change).value();
        return done();
    }
}

}  // namespace cordon::journal
