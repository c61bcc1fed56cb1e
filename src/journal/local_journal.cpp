// SPDX-License-Identifier: Apache-2.0
#include "log_reader.hpp"
#include "log_writer.hpp"
#include "record_reader.hpp"
#include "recovery.hpp"

#include <cordon/journal/local_journal.hpp>
#include <cordon/journal/record_codec.hpp>

#include <atomic>
#include <chrono>
#include <utility>

namespace cordon::journal {

class LocalJournal::Impl {
public:
    Impl(File held, const LogOptions& options, Place place, Counters& counters)
        : held_{std::move(held)},
          folder_{options.folder},
          end_{std::make_shared<std::atomic<std::uint64_t>>(place.last)},
          writer_{options, std::move(place)},
          records_{counters.counter("journal_records_total", "", "Records made durable.")},
          bytes_{counters.counter("journal_bytes_total", "", "Bytes of records made durable.")},
          batches_{counters.counter("journal_batches_total", "", "Appends: one write and one sync each.")},
          syncs_{counters.latency("journal_sync_seconds", "", "How long an append's write and sync took.")},
          at_end_{counters.gauge("journal_end_offset", "", "The offset of the last durable record.")}
    {
        at_end_.set(static_cast<std::int64_t>(end_->load()));
    }

    Result<Offset> append(std::span<const model::Record> records)
    {
        for (const model::Record& record : records) {
            encode(record, writer_.open_record());
            CORDON_CHECK(writer_.close_record());
        }
        const auto begin = std::chrono::steady_clock::now();
        CORDON_TRY(const auto last, writer_.commit());
        if (!records.empty()) {
            count(records.size(), last, std::chrono::steady_clock::now() - begin);
        }
        return Offset{last};
    }

    Offset end() const noexcept { return {end_->load(std::memory_order_acquire)}; }

    std::unique_ptr<port::JournalReader> read(Offset after) const
    {
        return std::make_unique<RecordReader>(folder_, after, end_);
    }

private:
    void count(std::size_t records, std::uint64_t last, std::chrono::steady_clock::duration took)
    {
        end_->store(last, std::memory_order_release);
        at_end_.set(static_cast<std::int64_t>(last));
        records_.add(records);
        batches_.add();
        bytes_.add(writer_.written() - std::exchange(counted_, writer_.written()));
        const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
        syncs_.record(static_cast<std::uint64_t>(micros));
    }

    File held_;
    std::filesystem::path folder_;
    // Shared with the readers, which look at it and nothing else of the journal's.
    std::shared_ptr<std::atomic<std::uint64_t>> end_;
    LogWriter writer_;
    std::uint64_t counted_ = 0;
    Counter& records_;
    Counter& bytes_;
    Counter& batches_;
    Latency& syncs_;
    Gauge& at_end_;
};

Result<std::unique_ptr<LocalJournal>> LocalJournal::open(const Options& options, Counters& counters)
{
    const LogOptions log{.folder = options.folder,
                         .kind = LogKind::journal,
                         .segment_bytes = options.segment_bytes,
                         .blank = Blank::written};
    CORDON_CHECK(check_segment_bytes(log));
    CORDON_TRY(auto held, hold_folder(options.folder));
    CORDON_TRY(auto place, recover_journal(log, options.check));
    auto impl = std::make_unique<Impl>(std::move(held), log, std::move(place), counters);
    return std::unique_ptr<LocalJournal>{new LocalJournal{std::move(impl)}};
}

LocalJournal::LocalJournal(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}

LocalJournal::~LocalJournal() = default;

Result<Offset> LocalJournal::append(std::span<const model::Record> records)
{
    return impl_->append(records);
}

Offset LocalJournal::end() const noexcept
{
    return impl_->end();
}

std::unique_ptr<port::JournalReader> LocalJournal::read(Offset after) const
{
    return impl_->read(after);
}

}  // namespace cordon::journal
