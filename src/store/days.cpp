// SPDX-License-Identifier: Apache-2.0
#include "days.hpp"

#include "statements.hpp"

#include <cordon/core/log.hpp>

#include <pqxx/pqxx>

namespace cordon::store {

namespace {

using std::chrono::days;
using std::chrono::floor;

/// An observation dated further back than this before it came (a clock that never was set, a week number rolled over)
/// or more than a day ahead gets no partition of its own: a wrong clock must not make tables.
constexpr days oldest{400};
constexpr days ahead{2};

/// How long a day that could not be made is left alone.
constexpr std::chrono::seconds pause{60};

}  // namespace

Days::Days(pqxx::connection_base& connection)
{
    pqxx::nontransaction session{connection};
    for (const auto& row : session.exec(read_days.sql)) {
        known_.insert(Day{days{row[0].as<int>()}});
    }
}

void Days::prepare(pqxx::dbtransaction& work, const Batch& batch)
{
    if (batch.until == batch.from || std::chrono::steady_clock::now() < not_before_) {
        return;
    }
    std::set<Day> wanted;
    for (days later{0}; later <= ahead; ++later) {
        wanted.insert(floor<days>(batch.clock) + later);
    }
    for (const ObservationRow& row : batch.observations) {
        const Day day = floor<days>(row.at);
        const Day told = floor<days>(row.told);
        if (day >= told - oldest && day <= told + days{1}) {
            wanted.insert(day);
        }
    }
    for (const Day day : wanted) {
        if (!known_.contains(day)) {
            make(work, day);
        }
    }
}

void Days::make(pqxx::dbtransaction& work, Day day)
{
    try {
        pqxx::subtransaction step{work};
        step.exec("set local lock_timeout = '1s'");
        step.exec_prepared(make_day.name, static_cast<int>(day.time_since_epoch().count()));
        step.exec("set local lock_timeout = '60s'");
        step.commit();
        known_.insert(day);
    } catch (const pqxx::sql_error& error) {
        not_before_ = std::chrono::steady_clock::now() + pause;
        log::warn("store_day_postponed", {{"sqlstate", error.sqlstate()}, {"again_in_s", pause.count()}});
    }
}

}  // namespace cordon::store
