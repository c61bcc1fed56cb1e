// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/result.hpp>
#include <cordon/model/record.hpp>

#include <memory>
#include <optional>
#include <span>

namespace cordon::port {

/// Reads the journal in order. One thread; several readers may be open beside the writer.
class JournalReader {
public:
    virtual ~JournalReader() = default;

    /// The next durable record; nothing where there is none yet (ask again later). A fault where a record that was
    /// durable cannot be read any more.
    [[nodiscard]] virtual Result<std::optional<model::StampedRecord>> next() = 0;
};

/// The truth: an append-only sequence of records, durable before anything acts on them.
class Journal {
public:
    virtual ~Journal() = default;

    /// Writes the records behind one another and returns the offset of the last once all are durable; the first has
    /// `end() + 1`. One thread, the writer's. A fault means that nothing may be acknowledged and the process must
    /// stop: what the disk holds is then unknown until the next start reads it.
    [[nodiscard]] virtual Result<Offset> append(std::span<const model::Record> records) = 0;

    /// The offset of the last durable record. Any thread.
    [[nodiscard]] virtual Offset end() const noexcept = 0;

    /// A reader whose first record is the one after `after`. Any thread.
    [[nodiscard]] virtual std::unique_ptr<JournalReader> read(Offset after) const = 0;
};

}  // namespace cordon::port
