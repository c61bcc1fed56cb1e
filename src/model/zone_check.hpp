// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/model/shape.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// What makes a zone's rings invalid (rules.md §1). Exact: positions are whole numbers, and every product of two of
/// their differences fits in 64 bits (longitudes differ by at most 3.6e9, latitudes by at most 1.8e9).
namespace cordon::model {

/// The most positions a zone may have, all rings together (rules.md §1).
inline constexpr std::size_t max_zone_vertices = 20'000;

/// One thing wrong with an area, and where: `ring` of `part`, or the whole area.
struct ZoneFault {
    std::optional<std::size_t> part;
    std::optional<std::size_t> ring;
    std::string what;

    bool operator==(const ZoneFault&) const = default;
};

/// Every ring that is not closed, has no area, is not simple (crosses, touches or runs back over itself); and, where
/// each ring is good, rings that cross one another and holes that lie outside their ring. Empty: the area is valid.
/// Takes about n log n for n positions of any street map, and refuses a zone that would take more than some seconds.
[[nodiscard]] std::vector<ZoneFault> check_area(const Area& area);

/// Whether a closed ring covers a position: inside it, or on its edge.
[[nodiscard]] bool ring_covers(const Ring& ring, Position position) noexcept;

}  // namespace cordon::model
