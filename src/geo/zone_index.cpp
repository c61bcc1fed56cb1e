// SPDX-License-Identifier: Apache-2.0
#include <cordon/geo/zone_index.hpp>

#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <boost/geometry/strategies/relate/cartesian.hpp>
#include <boost/iterator/function_output_iterator.hpp>

#include <algorithm>
#include <cstddef>

namespace cordon::geo {

namespace {

namespace bg = boost::geometry;
using Corner = bg::model::point<std::int32_t, 2, bg::cs::cartesian>;
using TreeBox = bg::model::box<Corner>;
using Leaf = std::pair<TreeBox, std::uint32_t>;

/// Up to here a look through all boxes (about 1 ns each) costs less than a walk down the tree.
constexpr std::size_t few = 24;

TreeBox tree_box(const Box& box)
{
    return {Corner{box.west, box.south}, Corner{box.east, box.north}};
}

}  // namespace

class ZoneIndex::Tree {
public:
    explicit Tree(const std::vector<Leaf>& leaves) : tree_{leaves} {}

    void find(const Box& where, std::vector<std::uint32_t>& found) const
    {
        const auto first = static_cast<std::ptrdiff_t>(found.size());
        tree_.query(bg::index::intersects(tree_box(where)),
                    boost::make_function_output_iterator([&](const Leaf& leaf) { found.push_back(leaf.second); }));
        std::sort(found.begin() + first, found.end());
    }

private:
    bg::index::rtree<Leaf, bg::index::rstar<16>> tree_;
};

ZoneIndex::ZoneIndex() = default;
ZoneIndex::~ZoneIndex() = default;
ZoneIndex::ZoneIndex(ZoneIndex&&) noexcept = default;
ZoneIndex& ZoneIndex::operator=(ZoneIndex&&) noexcept = default;

ZoneIndex::ZoneIndex(const std::vector<std::pair<std::uint32_t, Box>>& zones)
{
    if (zones.size() <= few) {
        few_ = zones;
        std::sort(few_.begin(), few_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        return;
    }
    std::vector<Leaf> leaves;
    leaves.reserve(zones.size());
    for (const auto& [number, box] : zones) {
        leaves.emplace_back(tree_box(box), number);
    }
    tree_ = std::make_unique<const Tree>(leaves);
}

void ZoneIndex::find(const Box& where, std::vector<std::uint32_t>& found) const
{
    if (tree_) {
        tree_->find(where, found);
        return;
    }
    for (const auto& [number, box] : few_) {
        if (box.meets(where)) {
            found.push_back(number);
        }
    }
}

}  // namespace cordon::geo
