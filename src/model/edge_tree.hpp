// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/model/position.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace cordon::model {

/// An edge of a ring, and which it is.
struct Edge {
    Position from;
    Position to;
    std::size_t part = 0;
    std::size_t ring = 0;
    std::size_t index = 0;
};

/// Finds edges near an edge. Edges that follow one another along a ring lie near one another, so a binary tree over
/// their order, with a box on each node, is as good as a sorted one and needs no sorting.
class EdgeTree {
public:
    explicit EdgeTree(std::vector<Edge> edges)
        : edges_{std::move(edges)}, leaves_{std::bit_ceil(std::max<std::size_t>(edges_.size(), 1))}, nodes_(2 * leaves_)
    {
        for (std::size_t i = 0; i < edges_.size(); ++i) {
            nodes_[leaves_ + i] = box_of(edges_[i]);
        }
        for (std::size_t i = leaves_ - 1; i > 0; --i) {
            nodes_[i] = joined(nodes_[2 * i], nodes_[2 * i + 1]);
        }
    }

    [[nodiscard]] const std::vector<Edge>& edges() const noexcept { return edges_; }

    /// Calls `visit(j)` for each j > i whose box meets that of i, in rising order, until it says false.
    template <class Visit>
    void each_later_overlap(std::size_t i, Visit visit) const
    {
        descend(1, leaves_, leaves_ + i, visit);
    }

private:
    /// Longitudes and latitudes that are reached, both ends included; empty as made.
    struct Box {
        std::int32_t west = std::numeric_limits<std::int32_t>::max();
        std::int32_t east = std::numeric_limits<std::int32_t>::min();
        std::int32_t south = std::numeric_limits<std::int32_t>::max();
        std::int32_t north = std::numeric_limits<std::int32_t>::min();
    };

    static Box box_of(const Edge& edge) noexcept
    {
        const auto [west, east] = std::minmax({edge.from.lon_e7(), edge.to.lon_e7()});
        const auto [south, north] = std::minmax({edge.from.lat_e7(), edge.to.lat_e7()});
        return {.west = west, .east = east, .south = south, .north = north};
    }

    static Box joined(const Box& a, const Box& b) noexcept
    {
        return {.west = std::min(a.west, b.west),
                .east = std::max(a.east, b.east),
                .south = std::min(a.south, b.south),
                .north = std::max(a.north, b.north)};
    }

    static bool meet(const Box& a, const Box& b) noexcept
    {
        return a.west <= b.east && b.west <= a.east && a.south <= b.north && b.south <= a.north;
    }

    /// `width` leaves are under `node`; `leaf` is the node of the edge asked for. False: enough was seen.
    template <class Visit>
    bool descend(std::size_t node, std::size_t width, std::size_t leaf, Visit& visit) const
    {
        const std::size_t last_leaf = (node + 1) * width - 1;
        if (last_leaf <= leaf || !meet(nodes_[node], nodes_[leaf])) {
            return true;
        }
        if (width == 1) {
            return visit(node - leaves_);
        }
        return descend(2 * node, width / 2, leaf, visit) && descend(2 * node + 1, width / 2, leaf, visit);
    }

    std::vector<Edge> edges_;
    std::size_t leaves_;
    std::vector<Box> nodes_;
};

}  // namespace cordon::model
