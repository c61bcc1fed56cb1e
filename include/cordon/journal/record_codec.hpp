// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>
#include <cordon/core/result.hpp>
#include <cordon/model/record.hpp>

#include <cstddef>

namespace cordon::journal {

/// The most bytes one record may take. The largest document that an order comes from has 200 MiB
/// (`model/order_document`), so whatever was let in fits.
inline constexpr std::size_t max_record_bytes = 256U << 20U;

/// Appends the record's bytes to `out`; src/journal/README.md has the layout. Exact: decoding gives an equal record,
/// doubles bit for bit. Any thread.
void encode(const model::Record& record, Bytes& out);

/// Reads one record from exactly these bytes. A fault, never more, for any others: too short, bytes left over, an
/// unknown version or kind, a value that the model has no place for. Any thread.
[[nodiscard]] Result<model::Record> decode(ByteView bytes);

}  // namespace cordon::journal
