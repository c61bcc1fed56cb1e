// SPDX-License-Identifier: Apache-2.0
#include "batch_reader.hpp"

#include <cordon/model/order_document.hpp>

#include <limits>
#include <utility>
#include <variant>

namespace cordon::store {

namespace {

/// A fix time later than this after its receipt is suspect, and in no rule (rules.md §2).
constexpr Millis farthest_ahead = std::chrono::seconds{300};

}  // namespace

BatchReader::BatchReader(const port::Journal& journal, const port::Feed& feed, Offset cursor, Activations activations)
    : feed_{feed},
      records_{journal.read(cursor)},
      changes_{feed.read({.offset = cursor, .index = std::numeric_limits<std::uint32_t>::max()})},
      activations_{std::move(activations)},
      cursor_{cursor}
{
}

Result<Batch> BatchReader::next(Limits limits)
{
    const Offset settled = feed_.settled();
    Batch batch{.from = cursor_, .until = cursor_};
    std::size_t records = 0;
    while (records < limits.records && batch.rows() < limits.rows) {
        CORDON_TRY(const bool taken, take_record(batch, settled));
        if (!taken) {
            break;
        }
        ++records;
        CORDON_CHECK(take_changes(batch));
    }
    cursor_ = batch.until;
    return batch;
}

Result<bool> BatchReader::take_record(Batch& batch, Offset settled)
{
    if (batch.until >= settled) {
        return false;
    }
    if (!waiting_record_) {
        CORDON_TRY(waiting_record_, records_->next());
    }
    if (!waiting_record_ || waiting_record_->offset > settled) {
        return false;
    }
    put(batch, *std::move(waiting_record_));
    waiting_record_.reset();
    return true;
}

Result<void> BatchReader::take_changes(Batch& batch)
{
    while (true) {
        if (!waiting_change_) {
            CORDON_TRY(waiting_change_, changes_->next());
        }
        if (!waiting_change_ || waiting_change_->id.offset > batch.until) {
            return done();
        }
        batch.changes.push_back(*std::move(waiting_change_));
        waiting_change_.reset();
    }
}

void BatchReader::put(Batch& batch, model::StampedRecord&& stamped)
{
    batch.until = stamped.offset;
    batch.clock = stamped.record.at;
    if (auto* frame = std::get_if<model::FrameRecord>(&stamped.record.body)) {
        put_frame(batch, stamped.offset, stamped.record.at, std::move(*frame));
        return;
    }
    if (std::holds_alternative<model::TickRecord>(stamped.record.body)) {
        return;
    }
    if (const auto* order = std::get_if<model::OrderRecord>(&stamped.record.body)) {
        if (const auto read = model::read_order(order->json); read.has_value()) {
            activations_.put(read.value().id, read.value().wearer.id, read.value().activations);
        }
    }
    batch.records.push_back(std::move(stamped));
}

void BatchReader::put_frame(Batch& batch, Offset offset, UtcTime clock, model::FrameRecord&& frame) const
{
    std::uint32_t item = 0;
    for (model::Observation& observation : frame.observations) {
        const UtcTime at = observation.fix_time.value_or(observation.received);
        const bool suspect = at > observation.received + farthest_ahead;
        // A clock that is ahead must not give the observation to whoever wears the device then.
        auto bearer = activations_.find(observation.device, suspect ? observation.received : at);
        batch.observations.push_back({.offset = offset,
                                      .item = item++,
                                      .at = at,
                                      .time_suspect = suspect,
                                      .told = clock,
                                      .observation = std::move(observation),
                                      .bearer = std::move(bearer)});
    }
}

}  // namespace cordon::store
