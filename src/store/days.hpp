// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "batch.hpp"

#include <chrono>
#include <set>

namespace pqxx {
class connection_base;
class dbtransaction;
}  // namespace pqxx

namespace cordon::store {

/// The days that have a partition: made ahead, and on demand. Where one cannot be made now (a reader holds the table),
/// rows go to `observation_elsewhen` and move when it is made later: an open psql must not stop the store.
class Days {
public:
    using Day = std::chrono::sys_days;

    /// Reads which there are.
    explicit Days(pqxx::connection_base& connection);

    /// Makes the days that the batch's observations need, and the next ones.
    void prepare(pqxx::dbtransaction& work, const Batch& batch);

private:
    void make(pqxx::dbtransaction& work, Day day);

    std::set<Day> known_;
    std::chrono::steady_clock::time_point not_before_;
};

}  // namespace cordon::store
