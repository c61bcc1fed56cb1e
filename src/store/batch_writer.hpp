// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "batch.hpp"
#include "days.hpp"

#include <cstdint>
#include <span>

namespace pqxx {
class connection_base;
class dbtransaction;
class transaction_base;
}  // namespace pqxx

namespace cordon::store {

/// How a batch is written: all at once, or so that a row which the database refuses is found and set aside.
enum class Care : std::uint8_t { whole, row_by_row };

/// What came of it. What a re-sent copy brought is not counted.
struct Written {
    std::uint64_t rows = 0;
    std::uint64_t set_aside = 0;
};

/// Writes batches on one connection, each in one transaction that also moves the cursor. Throws what libpqxx throws,
/// and StoreFailure where another writer has moved the cursor; nothing of the batch is there then, or, where the
/// connection broke at the commit, all of it.
class BatchWriter {
public:
    /// Prepares the statements and the staging table.
    explicit BatchWriter(pqxx::connection_base& connection);

    [[nodiscard]] Written write(const Batch& batch, Care care);

    /// Whether what the server says of a row means the row, not the server. By its SQLSTATE.
    [[nodiscard]] static bool is_row_refused(const std::string& sqlstate) noexcept;

private:
    pqxx::connection_base& connection_;
    Days days_;
};

}  // namespace cordon::store
