// SPDX-License-Identifier: Apache-2.0
#include "batch_writer.hpp"

#include "failure.hpp"
#include "observation_fields.hpp"
#include "sentence.hpp"
#include "statements.hpp"

#include <cordon/core/log.hpp>

#include <fmt/format.h>
#include <pqxx/pqxx>

#include <algorithm>
#include <array>
#include <variant>

namespace cordon::store {

namespace {

std::optional<std::string> time_text(const std::optional<UtcTime>& at)
{
    return at ? std::optional{to_rfc3339(*at)} : std::nullopt;
}

/// Writes one record of the journal that is no frame.
struct KeepRecord {
    pqxx::transaction_base& work;
    std::uint64_t offset;
    std::string at;

    void operator()(const model::OrderRecord& order) const
    {
        work.exec_prepared(keep_order.name, offset, at, order.by.text, order.json);
    }

    void operator()(const model::DeviceRecord& device) const
    {
        work.exec_prepared(keep_device.name, offset, at, device.by.text, device.json);
    }

    void operator()(const model::TokenRecord& token) const
    {
        const auto expires = time_text(token.expires);
        work.exec_prepared(keep_token.name, offset, at, token.id, token.name, token.role,
                           expires ? expires->c_str() : nullptr, token.revoked, token.by.text);
    }

    void operator()(const model::ActionRecord& action) const
    {
        work.exec_prepared(keep_action.name, offset, at, action.incident.text, action.what, action.detail,
                           action.by.text);
    }

    void operator()(const model::StartRecord& start) const
    {
        work.exec_prepared(keep_start.name, offset, at, start.version);
    }

    void operator()(const model::FrameRecord& /*frame*/) const {}

    void operator()(const model::TickRecord& /*tick*/) const {}
};

struct NameOfRecord {
    const char* operator()(const model::OrderRecord&) const { return "order"; }

    const char* operator()(const model::DeviceRecord&) const { return "device"; }

    const char* operator()(const model::TokenRecord&) const { return "token"; }

    const char* operator()(const model::ActionRecord&) const { return "action"; }

    const char* operator()(const model::StartRecord&) const { return "start"; }

    const char* operator()(const model::FrameRecord&) const { return "frame"; }

    const char* operator()(const model::TickRecord&) const { return "tick"; }
};

void keep_one_change(pqxx::transaction_base& work, const model::EpisodeChange& change)
{
    const std::string json = to_json(change.episode);
    const std::uint64_t offset = change.id.offset.value;
    work.exec_prepared(keep_change.name, offset, change.id.index, json);
    const auto& device = change.episode.device;
    work.exec_prepared(keep_episode.name, offset, change.id.index, json, device ? device->text.c_str() : nullptr);
    work.exec_prepared(keep_incident.name, json);
}

std::uint64_t keep_observations(pqxx::transaction_base& work, std::span<const ObservationRow> rows)
{
    pqxx::stream_to copy{work, "staged_observation", staged_columns};
    std::array<const char*, staged_columns.size()> line{};
    for (const ObservationRow& row : rows) {
        const Fields fields = fields_of(row);
        std::ranges::transform(fields, line.begin(),
                               [](const auto& field) { return field ? field->c_str() : nullptr; });
        copy << line;
    }
    copy.complete();
    return work.exec_prepared(keep_staged.name).affected_rows();
}

/// One batch in one transaction.
class Writing {
public:
    Writing(pqxx::dbtransaction& work, Care care) : work_{work}, care_{care} {}

    Written write(const Batch& batch)
    {
        for (const model::StampedRecord& record : batch.records) {
            keep(record);
        }
        keep(batch.observations);
        for (const model::EpisodeChange& change : batch.changes) {
            keep(change);
        }
        return written_;
    }

private:
    void keep(const model::StampedRecord& stamped)
    {
        const auto put = [&stamped](pqxx::transaction_base& work) {
            std::visit(KeepRecord{work, stamped.offset.value, to_rfc3339(stamped.record.at)}, stamped.record.body);
            return std::uint64_t{1};
        };
        attempt(put, stamped.offset, 0, std::visit(NameOfRecord{}, stamped.record.body));
    }

    void keep(const model::EpisodeChange& change)
    {
        const auto put = [&change](pqxx::transaction_base& work) {
            keep_one_change(work, change);
            return std::uint64_t{1};
        };
        attempt(put, change.id.offset, change.id.index, "episode");
    }

    /// Halves what was refused until the row that is to blame stands alone.
    void keep(std::span<const ObservationRow> rows)
    {
        if (rows.empty()) {
            return;
        }
        if (rows.size() == 1 || care_ == Care::whole) {
            attempt([rows](pqxx::transaction_base& work) { return keep_observations(work, rows); }, rows.front().offset,
                    rows.front().item, "observation");
            return;
        }
        try {
            step([rows](pqxx::transaction_base& work) { return keep_observations(work, rows); });
        } catch (const pqxx::sql_error& error) {
            if (!BatchWriter::is_row_refused(error.sqlstate())) {
                throw;
            }
            keep(rows.first(rows.size() / 2));
            keep(rows.subspan(rows.size() / 2));
        }
    }

    template <class Put>
    void attempt(Put put, Offset offset, std::uint32_t item, const char* what)
    {
        if (care_ == Care::whole) {
            written_.rows += put(work_);
            return;
        }
        try {
            step(put);
        } catch (const pqxx::sql_error& error) {
            if (!BatchWriter::is_row_refused(error.sqlstate())) {
                throw;
            }
            work_.exec_prepared(set_aside.name, offset.value, item, what, error.sqlstate(), first_line(error.what()));
            ++written_.set_aside;
            log::warn("store_row_refused", {{"offset", offset.value}, {"what", what}, {"sqlstate", error.sqlstate()}});
        }
    }

    template <class Put>
    void step(Put put)
    {
        pqxx::subtransaction sub{work_};
        sub.exec(clear_staged.sql);  // by exec: in libpqxx 6.4 a prepared statement alone does not set the savepoint
        const std::uint64_t rows = put(sub);
        sub.commit();
        written_.rows += rows;
    }

    pqxx::dbtransaction& work_;
    Care care_;
    Written written_;
};

}  // namespace

BatchWriter::BatchWriter(pqxx::connection_base& connection) : connection_{connection}, days_{connection}
{
    for (const Statement& statement : prepared_statements) {
        connection_.prepare(statement.name, statement.sql);
    }
    pqxx::nontransaction session{connection_};
    session.exec(make_staging.sql);
}

bool BatchWriter::is_row_refused(const std::string& sqlstate) noexcept
{
    // Data (22), a constraint (23), a cardinality (21), a limit of the program such as an index row too long (54).
    return sqlstate.starts_with("21") || sqlstate.starts_with("22") || sqlstate.starts_with("23") ||
           sqlstate.starts_with("54");
}

Written BatchWriter::write(const Batch& batch, Care care)
{
    pqxx::work work{connection_};
    const auto moved =
        work.exec_prepared(move_cursor.name, batch.from.value, batch.until.value, to_rfc3339(batch.clock));
    if (moved.affected_rows() != 1) {
        throw StoreFailure{"cursor_moved", fmt::format("the database is no longer at offset {}: is another daemon "
                                                       "writing into it?",
                                                       batch.from.value)};
    }
    days_.prepare(work, batch);
    const Written written = Writing{work, care}.write(batch);
    work.commit();
    return written;
}

}  // namespace cordon::store
