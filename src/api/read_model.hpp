// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curfew_absence.hpp"
#include "incident_list.hpp"
#include "last_positions.hpp"
#include "order_book.hpp"
#include "token_list.hpp"

#include <cordon/core/result.hpp>
#include <cordon/port/feed.hpp>
#include <cordon/port/journal.hpp>

#include <cstddef>
#include <memory>

namespace cordon::api {

/// What the API shows, made from the journal and the feed. The API's thread alone.
class ReadModel {
public:
    /// Begins before the first record.
    ReadModel(const port::Journal& journal, const port::Feed& feed);

    /// Reads at most so many records and so many changes. Says whether either may have more. A fault where something
    /// that was durable cannot be read: what is shown from then on would be wrong.
    [[nodiscard]] Result<bool> follow(std::size_t most);

    /// The last record taken.
    [[nodiscard]] Offset position() const noexcept { return position_; }

    /// The journal's clock there.
    [[nodiscard]] UtcTime at() const noexcept { return at_; }

    [[nodiscard]] const OrderBook& orders() const noexcept { return orders_; }

    [[nodiscard]] const LastPositions& positions() const noexcept { return positions_; }

    [[nodiscard]] const IncidentList& incidents() const noexcept { return incidents_; }

    [[nodiscard]] const CurfewAbsence& absence() const noexcept { return absence_; }

    [[nodiscard]] const TokenList& tokens() const noexcept { return tokens_; }

private:
    void take(const model::StampedRecord& stamped);

    std::unique_ptr<port::JournalReader> records_;
    std::unique_ptr<port::FeedReader> changes_;
    OrderBook orders_;
    LastPositions positions_;
    IncidentList incidents_;
    CurfewAbsence absence_;
    TokenList tokens_;
    Offset position_;
    UtcTime at_;
};

}  // namespace cordon::api
