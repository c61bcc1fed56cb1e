// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "batch.hpp"

#include <cordon/core/result.hpp>
#include <cordon/port/feed.hpp>
#include <cordon/port/journal.hpp>

#include <memory>
#include <optional>

namespace cordon::store {

/// Reads the journal and the feed side by side, from where the database is. The store's thread.
class BatchReader {
public:
    struct Limits {
        std::size_t records;
        std::size_t rows;
    };

    /// Goes on after `cursor`; `activations` are those of the orders up to there.
    BatchReader(const port::Journal& journal, const port::Feed& feed, Offset cursor, Activations activations);

    /// The next records that are settled, at most `limits`; empty where there are none. A frame is never cut, so the
    /// last one may go over.
    [[nodiscard]] Result<Batch> next(Limits limits);

private:
    [[nodiscard]] Result<bool> take_record(Batch& batch, Offset settled);
    [[nodiscard]] Result<void> take_changes(Batch& batch);
    void put(Batch& batch, model::StampedRecord&& stamped);
    void put_frame(Batch& batch, Offset offset, UtcTime clock, model::FrameRecord&& frame) const;

    const port::Feed& feed_;
    std::unique_ptr<port::JournalReader> records_;
    std::unique_ptr<port::FeedReader> changes_;
    std::optional<model::StampedRecord> waiting_record_;  // read, not settled yet
    std::optional<model::EpisodeChange> waiting_change_;  // read, of a later batch
    Activations activations_;
    Offset cursor_;
};

}  // namespace cordon::store
