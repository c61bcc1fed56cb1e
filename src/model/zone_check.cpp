// SPDX-License-Identifier: Apache-2.0
#include "zone_check.hpp"

#include "edge_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <span>

namespace cordon::model {

namespace {

/// Pairs of edges whose boxes overlap. A coastline of 20,000 vertices has some 100,000; one drawn to make every box
/// overlap every other (200 million) is refused after about 50 ms.
constexpr std::size_t most_pairs = 5'000'000;

int sign(std::int64_t value) noexcept
{
    return value > 0 ? 1 : value < 0 ? -1 : 0;
}

/// Which way a → b → c turns: 1 left, -1 right, 0 straight on or back.
int turn(Position a, Position b, Position c) noexcept
{
    const std::int64_t left = (std::int64_t{b.lon_e7()} - a.lon_e7()) * (std::int64_t{c.lat_e7()} - a.lat_e7());
    const std::int64_t right = (std::int64_t{b.lat_e7()} - a.lat_e7()) * (std::int64_t{c.lon_e7()} - a.lon_e7());
    return left > right ? 1 : left < right ? -1 : 0;
}

/// Whether c, known to be on the line through a and b, is between them.
bool is_between(Position a, Position b, Position c) noexcept
{
    return std::min(a.lon_e7(), b.lon_e7()) <= c.lon_e7() && c.lon_e7() <= std::max(a.lon_e7(), b.lon_e7()) &&
           std::min(a.lat_e7(), b.lat_e7()) <= c.lat_e7() && c.lat_e7() <= std::max(a.lat_e7(), b.lat_e7());
}

bool is_on(const Edge& edge, Position position) noexcept
{
    return turn(edge.from, edge.to, position) == 0 && is_between(edge.from, edge.to, position);
}

/// Each passes through the other's middle.
bool cross(const Edge& one, const Edge& other) noexcept
{
    return turn(one.from, one.to, other.from) * turn(one.from, one.to, other.to) < 0 &&
           turn(other.from, other.to, one.from) * turn(other.from, other.to, one.to) < 0;
}

bool cross_or_touch(const Edge& one, const Edge& other) noexcept
{
    return cross(one, other) || is_on(one, other.from) || is_on(one, other.to) || is_on(other, one.from) ||
           is_on(other, one.to);
}

/// Whether the way a → b → c turns round at b and runs back over itself.
bool runs_back(Position a, Position b, Position c) noexcept
{
    const bool same_lon = sign(std::int64_t{a.lon_e7()} - b.lon_e7()) * sign(std::int64_t{c.lon_e7()} - b.lon_e7()) > 0;
    const bool same_lat = sign(std::int64_t{a.lat_e7()} - b.lat_e7()) * sign(std::int64_t{c.lat_e7()} - b.lat_e7()) > 0;
    return turn(a, b, c) == 0 && (same_lon || same_lat);
}

std::optional<std::string> form_fault(const Ring& ring)
{
    if (ring.size() < 4) {
        return "a ring needs four positions, the last equal to the first";
    }
    if (ring.front() != ring.back()) {
        return "the ring is not closed: its last position must equal its first";
    }
    if (const auto twice = std::ranges::adjacent_find(ring); twice != ring.end()) {
        return fmt::format("position {} stands twice in a row (to seven decimals)", twice - ring.begin());
    }
    if (std::ranges::all_of(ring, [&ring](Position p) { return turn(ring[0], ring[1], p) == 0; })) {
        return "the ring has no area";
    }
    return std::nullopt;
}

std::optional<std::string> turning_fault(const Ring& ring)
{
    const std::size_t edges = ring.size() - 1;
    for (std::size_t i = 0; i < edges; ++i) {
        const std::size_t next = (i + 1) % edges;
        if (runs_back(ring[i], ring[i + 1], ring[next + 1])) {
            return fmt::format("edge {} runs back over edge {}", next, i);
        }
    }
    return std::nullopt;
}

/// The faults of edges against edges, all rings in one pass.
class EdgeFaults {
public:
    explicit EdgeFaults(const Area& area) : tree_{edges_of(area)}, area_{area} {}

    [[nodiscard]] std::vector<ZoneFault> find()
    {
        std::vector<ZoneFault> faults;
        for (std::size_t i = 0; i < tree_.edges().size() && faults.empty(); ++i) {
            tree_.each_later_overlap(i, [&](std::size_t j) { return meet(i, j, faults); });
        }
        return faults;
    }

private:
    static std::vector<Edge> edges_of(const Area& area)
    {
        std::vector<Edge> edges;
        for (std::size_t part = 0; part < area.parts.size(); ++part) {
            const auto& rings = area.parts[part].rings;
            for (std::size_t ring = 0; ring < rings.size(); ++ring) {
                for (std::size_t i = 0; i + 1 < rings[ring].size(); ++i) {
                    edges.push_back(
                        {.from = rings[ring][i], .to = rings[ring][i + 1], .part = part, .ring = ring, .index = i});
                }
            }
        }
        return edges;
    }

    [[nodiscard]] bool are_neighbours(const Edge& a, const Edge& b) const noexcept
    {
        const std::size_t last = area_.parts[a.part].rings[a.ring].size() - 2;
        return b.index == a.index + 1 || (a.index == 0 && b.index == last);
    }

    /// Whether to go on looking.
    bool meet(std::size_t i, std::size_t j, std::vector<ZoneFault>& faults)
    {
        const Edge& a = tree_.edges()[i];
        const Edge& b = tree_.edges()[j];
        if (++pairs_ > most_pairs) {
            faults.push_back({.what = "its edges lie so that checking them would take too long: simplify it"});
        } else if (a.part != b.part || a.ring != b.ring) {
            if (cross(a, b)) {
                faults.push_back({.what = fmt::format("two rings cross: edge {} of ring {} of part {} and edge {} of "
                                                      "ring {} of part {}",
                                                      a.index, a.ring, a.part, b.index, b.ring, b.part)});
            }
        } else if (!are_neighbours(a, b) && cross_or_touch(a, b)) {
            faults.push_back(
                {.part = a.part,
                 .ring = a.ring,
                 .what = fmt::format("edge {} crosses or touches edge {}: the ring must be simple", a.index, b.index)});
        }
        return faults.empty();
    }

    EdgeTree tree_;
    const Area& area_;
    std::size_t pairs_ = 0;
};

bool is_on_ring(const Ring& ring, Position position) noexcept
{
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        if (is_on({.from = ring[i], .to = ring[i + 1]}, position)) {
            return true;
        }
    }
    return false;
}

/// Rings do not cross, so one position of the hole that is not on the ring tells for all.
bool lies_outside(const Ring& hole, const Ring& ring) noexcept
{
    const auto telling = std::ranges::find_if(hole, [&ring](Position p) { return !is_on_ring(ring, p); });
    return telling != hole.end() && !ring_covers(ring, *telling);
}

std::vector<ZoneFault> ring_faults(const Area& area)
{
    std::vector<ZoneFault> faults;
    for (std::size_t part = 0; part < area.parts.size(); ++part) {
        const auto& rings = area.parts[part].rings;
        for (std::size_t ring = 0; ring < rings.size(); ++ring) {
            auto what = form_fault(rings[ring]);
            if (!what) {
                what = turning_fault(rings[ring]);
            }
            if (what) {
                faults.push_back({.part = part, .ring = ring, .what = *std::move(what)});
            }
        }
    }
    return faults;
}

}  // namespace

bool ring_covers(const Ring& ring, Position position) noexcept
{
    bool inside = false;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const Edge edge{.from = ring[i], .to = ring[i + 1]};
        if (is_on(edge, position)) {
            return true;
        }
        const bool from_above = edge.from.lat_e7() > position.lat_e7();
        const bool to_above = edge.to.lat_e7() > position.lat_e7();
        // A ray to the east meets the edge when the position is on its left, seen upwards.
        if (from_above != to_above && turn(edge.from, edge.to, position) == (to_above ? 1 : -1)) {
            inside = !inside;
        }
    }
    return inside;
}

std::vector<ZoneFault> check_area(const Area& area)
{
    std::vector<ZoneFault> faults = ring_faults(area);
    if (!faults.empty()) {
        return faults;  // what they do to one another means nothing yet
    }
    faults = EdgeFaults{area}.find();
    if (!faults.empty()) {
        return faults;
    }
    for (std::size_t part = 0; part < area.parts.size(); ++part) {
        const auto& rings = area.parts[part].rings;
        for (std::size_t hole = 1; hole < rings.size(); ++hole) {
            if (lies_outside(rings[hole], rings.front())) {
                faults.push_back({.part = part, .ring = hole, .what = "the hole lies outside its ring"});
            }
        }
    }
    return faults;
}

}  // namespace cordon::model
