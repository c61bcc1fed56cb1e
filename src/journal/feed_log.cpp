// SPDX-License-Identifier: Apache-2.0
#include "change_codec.hpp"
#include "feed_reader.hpp"
#include "log_writer.hpp"
#include "recovery.hpp"

#include <cordon/journal/feed_log.hpp>

#include <algorithm>
#include <utility>

namespace cordon::journal {

class FeedLog::Impl {
public:
    Impl(File held, const LogOptions& options, FeedPlace found, Offset journal_end, Counters& counters)
        : held_{std::move(held)},
          folder_{options.folder},
          last_{found.last},
          published_{std::make_shared<FeedPublished>()},
          writer_{options, std::move(found.place)},
          changes_{counters.counter("feed_changes_total", "", "Changes of episodes added to the feed.")},
          settled_{counters.gauge("feed_settled_offset", "", "All changes of records up to here are in the feed.")}
    {
        // Of the record that the last change is of, more changes may be lost.
        const std::uint64_t before = last_.offset.value == 0 ? 0 : last_.offset.value - 1;
        publish_now(writer_.last(), std::min(before, journal_end.value));
    }

    Result<void> publish(std::span<const model::EpisodeChange> changes, Offset settled)
    {
        std::uint64_t added = 0;
        for (const model::EpisodeChange& change : changes) {
            if (change.id <= last_) {
                continue;
            }
            encode(change, writer_.open_record());
            CORDON_CHECK(writer_.close_record());
            last_ = change.id;
            ++added;
        }
        CORDON_TRY(const auto number, writer_.commit());
        changes_.add(added);
        publish_now(number, std::max(settled.value, published_->settled.load(std::memory_order_relaxed)));
        return done();
    }

    Offset settled() const noexcept { return {published_->settled.load(std::memory_order_acquire)}; }

    model::StreamId last() const noexcept { return last_; }

    std::unique_ptr<port::FeedReader> read(model::StreamId after) const
    {
        return std::make_unique<ChangeReader>(folder_, after, published_);
    }

private:
    void publish_now(std::uint64_t number, std::uint64_t settled)
    {
        published_->number.store(number, std::memory_order_release);
        published_->settled.store(settled, std::memory_order_release);
        settled_.set(static_cast<std::int64_t>(settled));
    }

    File held_;
    std::filesystem::path folder_;
    model::StreamId last_;
    std::shared_ptr<FeedPublished> published_;
    LogWriter writer_;
    Counter& changes_;
    Gauge& settled_;
};

Result<std::unique_ptr<FeedLog>> FeedLog::open(const Options& options, Offset journal_end, Counters& counters)
{
    const LogOptions log{.folder = options.folder,
                         .kind = LogKind::feed,
                         .segment_bytes = options.segment_bytes,
                         .blank = Blank::promised};
    CORDON_CHECK(check_segment_bytes(log));
    CORDON_TRY(auto held, hold_folder(options.folder));
    CORDON_TRY(auto found, recover_feed(log, journal_end));
    auto impl = std::make_unique<Impl>(std::move(held), log, std::move(found), journal_end, counters);
    return std::unique_ptr<FeedLog>{new FeedLog{std::move(impl)}};
}

FeedLog::FeedLog(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}

FeedLog::~FeedLog() = default;

Result<void> FeedLog::publish(std::span<const model::EpisodeChange> changes, Offset settled)
{
    return impl_->publish(changes, settled);
}

Offset FeedLog::settled() const noexcept
{
    return impl_->settled();
}

std::unique_ptr<port::FeedReader> FeedLog::read(model::StreamId after) const
{
    return impl_->read(after);
}

model::StreamId FeedLog::last() const noexcept
{
    return impl_->last();
}

}  // namespace cordon::journal
