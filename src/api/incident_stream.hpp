// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "order_book.hpp"
#include "shown.hpp"

#include <cordon/model/episode.hpp>
#include <cordon/port/feed.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace cordon::api {

/// One reader of the incident stream: it reads the feed itself, at its own pace, so that one that is slow falls behind
/// and costs nobody anything.
class IncidentStream {
public:
    /// `after`: the id of the last change the reader has; none: it wants those from now on. An id that cannot be, or of
    /// a record the journal does not have, begins with `event: reset`: the reader asks for the list again, and what
    /// changed since then follows here.
    IncidentStream(const port::Feed& feed, Offset journal_end, const std::optional<std::string>& after, Sight sight);

    /// What to send next, at most about 64 KiB; empty where there is nothing yet.
    [[nodiscard]] std::string next(const OrderBook& orders);

    /// It may always be asked again at once.
    [[nodiscard]] static bool has_more() noexcept { return true; }

    /// Whether the feed could not be read: the reader has been told to start again, and there is no more.

    [[nodiscard]] bool ended() const noexcept { return reader_ == nullptr; }

private:
    std::unique_ptr<port::FeedReader> reader_;
    std::string first_;  ///< what stands before the first change
    Sight sight_;
};

}  // namespace cordon::api
