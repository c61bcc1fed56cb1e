// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/result.hpp>
#include <cordon/model/episode.hpp>

#include <memory>
#include <optional>
#include <span>

namespace cordon::port {

/// Reads the stream of changes in order. One thread; several readers may be open beside the writer.
class FeedReader {
public:
    virtual ~FeedReader() = default;

    /// The next change; nothing where there is none yet. Only changes of records up to `Feed::settled()` come.
    [[nodiscard]] virtual Result<std::optional<model::EpisodeChange>> next() = 0;
};

/// What the engine concluded, in the order of the journal. Derived: it is made again from the journal where it is
/// lost, so it is not synced. It exists while PostGIS is away, and the API, the notifier and the store all read it,
/// each at its own pace.
class Feed {
public:
    virtual ~Feed() = default;

    /// Adds changes in rising order of their ids and says that all changes of records up to `settled` are now there.
    /// Changes at or before the last one already held are those of an earlier run, and are passed over. One thread.
    [[nodiscard]] virtual Result<void> publish(std::span<const model::EpisodeChange> changes, Offset settled) = 0;

    /// Every change of every record up to here can be read. Any thread.
    [[nodiscard]] virtual Offset settled() const noexcept = 0;

    /// A reader whose first change is the one after `after`. Any thread.
    [[nodiscard]] virtual std::unique_ptr<FeedReader> read(model::StreamId after) const = 0;
};

}  // namespace cordon::port
