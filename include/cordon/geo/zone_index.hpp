// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/geo/prepared_zone.hpp>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace cordon::geo {

/// Which of one order's zones a fix, or the path from one fix to the next, can have to do with. An R-tree where there
/// are many; a handful is looked through one by one, which is faster. Made once, then read by any thread.
class ZoneIndex {
public:
    ZoneIndex();
    /// Zones by number, each with the box (grown by its buffer) outside of which nothing about it can happen.
    explicit ZoneIndex(const std::vector<std::pair<std::uint32_t, Box>>& zones);
    ~ZoneIndex();
    ZoneIndex(ZoneIndex&&) noexcept;
    ZoneIndex& operator=(ZoneIndex&&) noexcept;
    ZoneIndex(const ZoneIndex&) = delete;
    ZoneIndex& operator=(const ZoneIndex&) = delete;

    /// Adds to `found` the numbers of the zones whose boxes meet `where`, smallest first.
    void find(const Box& where, std::vector<std::uint32_t>& found) const;

private:
    class Tree;
    std::vector<std::pair<std::uint32_t, Box>> few_;
    std::unique_ptr<const Tree> tree_;
};

}  // namespace cordon::geo
