// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fix.hpp"
#include "span.hpp"

#include <cordon/geo/prepared_zone.hpp>

#include <cstdint>
#include <optional>

namespace cordon::engine {

/// Where the straight path between two fixes is in a zone, by linear time.
struct Crossing {
    UtcTime entered;
    UtcTime left;
    std::int64_t depth_mm = 0;
};

/// The straight path from p to q in longitude and latitude, as far as it is walked within `part`: where it goes deeper
/// into the zone than the larger of the two circles (§3). The depth is found to a centimetre by halving: no distance
/// changes faster than the path is long. Both centres are out.
[[nodiscard]] std::optional<Crossing> find_crossing(const geo::PreparedZone& zone, const Fix& p, const Fix& q,
                                                    const Span& part);

}  // namespace cordon::engine
