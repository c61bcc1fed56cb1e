// SPDX-License-Identifier: Apache-2.0
#include "batch_reader.hpp"
#include "batch_writer.hpp"
#include "connection.hpp"
#include "failure.hpp"
#include "sentence.hpp"
#include "statements.hpp"
#include "stop_guard.hpp"

#include <cordon/core/log.hpp>
#include <cordon/queue/doorbell.hpp>
#include <cordon/store/migrations.hpp>
#include <cordon/store/store.hpp>

#include <fmt/format.h>
#include <pqxx/pqxx>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <random>
#include <utility>

namespace cordon::store {

namespace {

using std::chrono::steady_clock;

/// How long the store sleeps where nobody wakes it: it looks by itself, so a lost wake-up costs this much.
constexpr Millis longest_sleep{1'000};

Activations load_activations(pqxx::connection_base& connection)
{
    pqxx::nontransaction session{connection};
    Activations out;
    OrderId order;
    WearerId wearer;
    std::vector<model::Activation> of_order;
    for (const auto& row : session.exec(read_activations.sql)) {
        const auto id = row[0].as<std::string>();
        if (id != order.text) {
            out.put(order, wearer, of_order);
            of_order.clear();
            order.text = id;
            wearer.text = row[1].as<std::string>();
        }
        model::Activation& activation = of_order.emplace_back();
        activation.device.text = row[2].as<std::string>();
        activation.party = row[3].as<std::string>() == "tag" ? model::Party::tag : model::Party::protected_person;
        activation.from = from_millis(row[4].as<std::int64_t>());
        if (!row[5].is_null()) {
            activation.to = from_millis(row[5].as<std::int64_t>());
        }
    }
    out.put(order, wearer, of_order);
    return out;
}

Offset load_cursor(pqxx::connection_base& connection)
{
    pqxx::nontransaction session{connection};
    return {session.exec1(read_cursor.sql)[0].as<std::uint64_t>()};
}

/// The time to the next attempt: doubled each time, less up to half at random.
class BackOff {
public:
    BackOff(Millis first, Millis longest) : first_{first}, longest_{longest}, next_{first} {}

    [[nodiscard]] Millis next()
    {
        const Millis now = next_;
        next_ = std::min(next_ * 2, longest_);
        std::uniform_int_distribution<Millis::rep> jitter{now.count() / 2, now.count()};
        return Millis{jitter(random_)};
    }

    void reset() noexcept { next_ = first_; }

private:
    Millis first_;
    Millis longest_;
    Millis next_;
    std::minstd_rand random_{std::random_device{}()};
};

/// The socket that the guard may shut, as long as the connection lives.
class Watched {
public:
    Watched(StopGuard& guard, const pqxx::connection_base& connection) : guard_{guard}
    {
        guard_.watch(connection.sock());
    }

    ~Watched() { guard_.watch(-1); }

    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;
    Watched(Watched&&) = delete;
    Watched& operator=(Watched&&) = delete;

private:
    StopGuard& guard_;
};

}  // namespace

class Store::Impl {
public:
    Impl(Options options, const port::Journal& journal, const port::Feed& feed, Counters& counters)
        : options_{std::move(options)},
          journal_{journal},
          feed_{feed},
          counters_{counters},
          rows_{counters.counter("store_rows_total", "", "Rows written into PostGIS")},
          transactions_{counters.counter("store_transactions_total", "", "Batches committed in PostGIS")},
          refused_{counters.counter("store_rows_refused_total", "", "Rows set aside in cordon.refused_row")},
          cursor_gauge_{counters.gauge("store_cursor_offset", "", "The journal offset up to which PostGIS has all")},
          connected_gauge_{counters.gauge("store_connected", "", "1 while PostGIS takes rows")},
          commit_{counters.latency("store_commit_seconds", "", "From a batch's first statement to its commit")},
          back_off_{options_.first_back_off, options_.longest_back_off}
    {
    }

    void run(const std::stop_token& stop)
    {
        const std::stop_callback wake_up{stop, [this] { bell_.ring(); }};
        StopGuard guard{stop, options_.stop_grace};
        while (!stop.stop_requested()) {
            if (follow_until_failure(stop, guard)) {
                continue;
            }
            set_connected(false);
            rest(stop, back_off_.next());
        }
        set_connected(false);
    }

    void wake() { bell_.ring(); }

    [[nodiscard]] bool connected() const noexcept { return connected_; }

private:
    /// The edge of the folder: what libpqxx throws ends here. True: try again at once (or stop).
    bool follow_until_failure(const std::stop_token& stop, StopGuard& guard)
    {
        try {
            follow(stop, guard);
            return true;
        } catch (const StoreFailure& failure) {
            tell(failure.reason, failure.what());
        } catch (const pqxx::sql_error& error) {
            if (BatchWriter::is_row_refused(error.sqlstate()) && careful_until_ < under_way_) {
                careful_until_ = under_way_;  // the same batch again, row by row
                return true;
            }
            tell("statement", "SQLSTATE " + error.sqlstate());  // its words may quote a row
        } catch (const pqxx::broken_connection& error) {
            tell(connected_ ? "lost" : "connect", first_line(error.what()));
        } catch (const std::exception& error) {
            tell("driver", first_line(error.what()));
        }
        return stop.stop_requested();
    }

    void follow(const std::stop_token& stop, StopGuard& guard)
    {
        bring_up_to_date();
        const auto connection = open_connection(options_.url);
        const pqxx::quiet_errorhandler quiet{*connection};
        const Watched watched{guard, *connection};
        const Offset cursor = load_cursor(*connection);
        if (cursor > journal_.end()) {
            throw StoreFailure{"cursor_ahead",
                               fmt::format("the database is at offset {}, the journal ends at {}: it belongs to "
                                           "another journal",
                                           cursor.value, journal_.end().value)};
        }
        BatchWriter writer{*connection};
        BatchReader reader{journal_, feed_, cursor, load_activations(*connection)};
        set_cursor(cursor);
        set_connected(true);
        log::info("store_connected", {{"cursor", cursor.value}, {"journal_end", journal_.end().value}});
        while (!stop.stop_requested()) {
            if (!write_next(reader, writer)) {
                wait_for_more(stop);
            }
        }
    }

    /// Before the first row, at every connect: the database may be empty again.
    void bring_up_to_date()
    {
        const auto run = migrate(options_.url, options_.sql_folder);
        if (!run.has_value()) {
            const bool away = run.error().what.starts_with("no database");
            throw StoreFailure{away ? "connect" : "migration", run.error().what};
        }
        if (run.value() > 0) {
            log::info("store_migrated", {{"migrations", run.value()}});
        }
    }

    /// False where there was nothing to write.
    bool write_next(BatchReader& reader, BatchWriter& writer)
    {
        const auto batch = reader.next({.records = options_.batch_records, .rows = options_.batch_rows});
        if (!batch.has_value()) {
            throw StoreFailure{"journal", batch.error().what};
        }
        if (batch.value().until == batch.value().from) {
            return false;
        }
        under_way_ = batch.value().until;
        const auto began = steady_clock::now();
        const Care care = batch.value().from < careful_until_ ? Care::row_by_row : Care::whole;
        const Written written = writer.write(batch.value(), care);
        const auto took = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began);
        commit_.record(static_cast<std::uint64_t>(took.count()));
        rows_.add(written.rows);
        refused_.add(written.set_aside);
        transactions_.add();
        set_cursor(batch.value().until);
        back_off_.reset();
        return true;
    }

    /// Sleeps until more is settled; then a moment longer, so that a commit is worth its cost.
    void wait_for_more(const std::stop_token& stop)
    {
        while (!stop.stop_requested() && feed_.settled() <= cursor_) {
            bell_.wait_for(longest_sleep);
        }
        const auto until = steady_clock::now() + options_.linger;
        while (!stop.stop_requested() && steady_clock::now() < until &&
               feed_.settled().value - cursor_.value < options_.batch_records) {
            bell_.wait_for(std::chrono::ceil<Millis>(until - steady_clock::now()));
        }
    }

    void rest(const std::stop_token& stop, Millis time)
    {
        const auto until = steady_clock::now() + time;
        while (!stop.stop_requested() && steady_clock::now() < until) {
            bell_.wait_for(std::chrono::ceil<Millis>(until - steady_clock::now()));
        }
    }

    /// Every failure is counted; it is logged when it begins or changes, not at every attempt.
    void tell(const std::string& reason, const std::string& sentence)
    {
        counters_.counter("store_failures_total", "reason=\"" + reason + "\"", "Times that writing into PostGIS failed")
            .add();
        if (connected_ || reason != told_reason_) {
            log::warn("store_failed", {{"reason", reason}, {"why", sentence}});
            told_reason_ = reason;
        }
    }

    void set_connected(bool yes)
    {
        connected_ = yes;
        connected_gauge_.set(yes ? 1 : 0);
        if (yes) {
            told_reason_.clear();
        }
    }

    void set_cursor(Offset cursor)
    {
        cursor_ = cursor;
        cursor_gauge_.set(static_cast<std::int64_t>(cursor.value));
    }

    Options options_;
    const port::Journal& journal_;
    const port::Feed& feed_;
    Counters& counters_;
    Counter& rows_;
    Counter& transactions_;
    Counter& refused_;
    Gauge& cursor_gauge_;
    Gauge& connected_gauge_;
    Latency& commit_;
    BackOff back_off_;
    queue::Doorbell bell_;
    std::atomic<bool> connected_{false};
    Offset cursor_;
    Offset under_way_;      // the end of the batch being written
    Offset careful_until_;  // up to here the database refused something
    std::string told_reason_;
};

Store::Store(Options options, const port::Journal& journal, const port::Feed& feed, Counters& counters)
    : impl_{std::make_unique<Impl>(std::move(options), journal, feed, counters)}
{
}

Store::~Store() = default;

void Store::run(const std::stop_token& stop)
{
    impl_->run(stop);
}

void Store::wake()
{
    impl_->wake();
}

bool Store::connected() const noexcept
{
    return impl_->connected();
}

}  // namespace cordon::store
