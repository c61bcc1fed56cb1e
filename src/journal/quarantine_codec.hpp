// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>
#include <cordon/port/quarantine.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cordon::journal {

/// `port::QuarantinedBytes` says so.
inline constexpr std::size_t max_quarantined_bytes = 4096;

/// Appends the entry, framed as the journal's records are, as number `number` of its file.
void append_entry(const port::QuarantinedBytes& entry, std::uint64_t number, Bytes& out);

/// The entries of a file up to the first that is not whole.
struct Entries {
    std::vector<port::QuarantinedBytes> entries;
    std::size_t end = 0;  ///< the byte after the last
};

[[nodiscard]] Entries read_entries(ByteView file);

}  // namespace cordon::journal
