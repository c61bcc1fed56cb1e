// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "log_reader.hpp"

#include <cordon/journal/record_codec.hpp>
#include <cordon/port/journal.hpp>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace cordon::journal {

/// The journal's records up to an end that its writer moves, or that stands still.
class RecordReader final : public port::JournalReader {
public:
    RecordReader(std::filesystem::path folder, Offset after, std::shared_ptr<const std::atomic<std::uint64_t>> end)
        : log_{std::move(folder), LogKind::journal, after.value}, end_{std::move(end)}
    {
    }

    [[nodiscard]] Result<std::optional<model::StampedRecord>> next() override
    {
        CORDON_TRY(const auto frame, log_.next(end_->load(std::memory_order_acquire)));
        if (!frame) {
            return std::optional<model::StampedRecord>{};
        }
        auto record = decode(frame->payload);
        if (!record.has_value()) {
            return refuse(log_.where() + ": " + record.error().what);
        }
        return std::optional{model::StampedRecord{.offset = {frame->number}, .record = std::move(record).value()}};
    }

private:
    LogReader log_;
    std::shared_ptr<const std::atomic<std::uint64_t>> end_;
};

}  // namespace cordon::journal
