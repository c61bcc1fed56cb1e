// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "log_writer.hpp"

#include <cordon/core/ids.hpp>
#include <cordon/core/result.hpp>
#include <cordon/journal/local_journal.hpp>
#include <cordon/model/episode.hpp>

#include <string>

namespace cordon::journal {

struct Scan;

/// Where the journal in a folder that is held goes on, made there where it is missing. What an unfinished append left
/// is cut; the last whole append is written again and synced, since the process before this one may have ended at a
/// sync that failed, after which the kernel shows pages that the disk does not have. A fault where anything that was
/// durable is damaged or missing.
[[nodiscard]] Result<Place> recover_journal(const LogOptions& options, StartCheck check);

/// Empty where an older segment is whole and `next` is the number that follows its last; else what is wrong.
[[nodiscard]] std::string damage_of_sealed(const LoadedSegment& segment, const Scan& scan, std::uint64_t next);

/// Where the feed goes on.
struct FeedPlace {
    Place place;
    model::StreamId last;
};

/// The same for a feed: whatever is wrong, or of records beyond `journal_end`, is cut with all that follows it.
[[nodiscard]] Result<FeedPlace> recover_feed(const LogOptions& options, Offset journal_end);

}  // namespace cordon::journal
