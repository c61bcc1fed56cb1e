// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/counters.hpp>
#include <cordon/core/result.hpp>
#include <cordon/port/feed.hpp>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace cordon::journal {

/// The changes of episodes in files of their own, framed like the journal but never synced: they are made again from
/// the journal. Whatever is wrong in them is cut at open, from there to the end, and comes back with the next fold.
///
/// Threads: `publish` and `last` by one; `settled` and `read` by any; a reader belongs to the thread that asked for it
/// and may outlive the log.
class FeedLog final : public port::Feed {
public:
    struct Options {
        std::filesystem::path folder;  ///< made where it is missing, mode 0700
        /// 8 MiB: some 20,000 changes. A reader that resumes looks through one segment at most, a few milliseconds.
        std::size_t segment_bytes = std::size_t{8} << 20U;
    };

    /// Takes the folder for this process alone and keeps of it what is sound and belongs to records up to
    /// `journal_end`: a power cut may have left the feed shorter than the journal, and never may it be longer. All of
    /// the records before the last change held count as settled; the fold says when the rest are.
    [[nodiscard]] static Result<std::unique_ptr<FeedLog>> open(const Options& options, Offset journal_end,
                                                               Counters& counters);

    ~FeedLog() override;
    FeedLog(const FeedLog&) = delete;
    FeedLog& operator=(const FeedLog&) = delete;
    FeedLog(FeedLog&&) = delete;
    FeedLog& operator=(FeedLog&&) = delete;

    /// A `settled` below what is already settled changes nothing (a fold from the start goes over old ground). After
    /// one fault every further call is refused.
    [[nodiscard]] Result<void> publish(std::span<const model::EpisodeChange> changes, Offset settled) override;

    [[nodiscard]] Offset settled() const noexcept override;
    [[nodiscard]] std::unique_ptr<port::FeedReader> read(model::StreamId after) const override;

    /// The last change held; 0.0 where there is none.
    [[nodiscard]] model::StreamId last() const noexcept;

private:
    class Impl;
    explicit FeedLog(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace cordon::journal
