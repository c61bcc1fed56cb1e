// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/counters.hpp>
#include <cordon/core/time.hpp>
#include <cordon/port/feed.hpp>
#include <cordon/port/journal.hpp>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

namespace cordon::store {

/// Writes what the journal and the feed hold into PostGIS, behind them and at its own pace. The journal is the truth:
/// the database may be slow, away, or empty again, and what it misses is written when it is back.
///
/// The offset of the last record written stands in the database and changes in the transaction that writes the rows, so
/// after any crash writing goes on where the database is, and nothing is there twice. Migrations run at every connect,
/// before the first row. A row that the database refuses is set aside in `cordon.refused_row` with its reason and
/// stops nothing else.
///
/// Threads: `run` is the store's thread and the only one that uses the database; `wake` and `connected` by any.
class Store {
public:
    struct Options {
        std::string url;                   ///< a libpq connection string or URI; never logged
        std::filesystem::path sql_folder;  ///< the numbered migrations
        /// Records of the journal in one transaction. 2,000 frames of one fix take about 40 ms; four times as many are
        /// written no faster a row, and would be lost work at each failure.
        std::size_t batch_records = 2'000;
        /// Observations and changes in one transaction: a frame may hold a hundred.
        std::size_t batch_rows = 10'000;
        /// How long a small batch waits for company: a commit costs as much as some thousand rows.
        Millis linger{50};
        /// Between attempts to reach the database: doubled from the first to the longest, less up to half at random, so
        /// that many daemons do not come back in step.
        Millis first_back_off{100};
        Millis longest_back_off{5'000};
        /// What a statement under way has left once `run` is asked to stop; then its connection is closed, and the
        /// server undoes it.
        Millis stop_grace{1'000};
    };

    /// Opens nothing yet. The references live as long as this does.
    Store(Options options, const port::Journal& journal, const port::Feed& feed, Counters& counters);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    Store(Store&&) = delete;
    Store& operator=(Store&&) = delete;

    /// Follows the journal until asked to stop; then finishes the batch under way (within `stop_grace`) and returns.
    /// Throws nothing: every failure of the database is counted, logged and tried again.
    void run(const std::stop_token& stop);

    /// Says that more of the journal may be settled. Any thread; never waits.
    void wake();

    /// Whether the last thing the database was asked worked. Any thread.
    [[nodiscard]] bool connected() const noexcept;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace cordon::store
