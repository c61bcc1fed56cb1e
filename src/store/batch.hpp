// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "activations.hpp"

#include <cordon/core/ids.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/episode.hpp>
#include <cordon/model/observation.hpp>
#include <cordon/model/record.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace cordon::store {

/// An observation with all that its row needs.
struct ObservationRow {
    Offset offset;
    std::uint32_t item = 0;  ///< its number in the frame
    UtcTime at;              ///< fix time, else received: what the table's days go by
    bool time_suspect = false;
    UtcTime told;  ///< the journal's clock at its record
    model::Observation observation;
    std::optional<Bearer> bearer;
};

/// What one transaction writes: the records after `from` up to `until`, and what was concluded from them.
struct Batch {
    Offset from;
    Offset until;
    UtcTime clock;  ///< the journal's, at the last record
    std::vector<ObservationRow> observations;
    std::vector<model::StampedRecord> records;  ///< all but frames and ticks
    std::vector<model::EpisodeChange> changes;

    [[nodiscard]] std::size_t rows() const noexcept { return observations.size() + records.size() + changes.size(); }
};

}  // namespace cordon::store
