// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/result.hpp>
#include <cordon/core/time.hpp>
#include <cordon/port/journal.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cordon::journal {

/// One file of the journal as it was found.
struct SegmentInfo {
    std::string file;  ///< its name in the folder
    Offset first;
    Offset last;                   ///< before `first` where it holds no record yet
    std::optional<UtcTime> from;   ///< the journal's clock at its first record
    std::optional<UtcTime> until;  ///< and at its last
    std::uint64_t used_bytes = 0;  ///< header and records
    std::uint64_t file_bytes = 0;  ///< with the room prepared ahead
    std::uint64_t torn_bytes = 0;  ///< of the newest: what an append left unfinished, cut at the next start
    std::string damage;            ///< empty: sound. Else what is wrong, with file, byte position and offset
};

/// Reads all segments in `folder` and every record in them, without a lock and without writing anything: beside a
/// running daemon too, which is then seen as it was a moment ago. A fault where the folder cannot be read or holds no
/// journal; damage is told segment by segment. Takes as long as reading and decoding it all.
[[nodiscard]] Result<std::vector<SegmentInfo>> inspect_journal(const std::filesystem::path& folder);

/// Reads the journal in `folder` without holding it, from the record after `after` up to the last that is there now
/// (written, and, but for the batch under way, durable). A fault as with `inspect_journal`.
[[nodiscard]] Result<std::unique_ptr<port::JournalReader>> read_journal(const std::filesystem::path& folder,
                                                                        Offset after = {});

}  // namespace cordon::journal
