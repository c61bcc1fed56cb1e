// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "last_positions.hpp"
#include "message.hpp"
#include "order_book.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_set>

namespace cordon::api {

/// One reader of last positions in a box: first all of them, then what changes. A device that leaves the box is told
/// once more, from outside it.
class LiveStream {
public:
    /// What a browser draws without a stutter, and 1 MB.
    static constexpr std::size_t max_positions = 5'000;

    explicit LiveStream(Box box) : box_{box} {}

    /// The next `event: positions`; empty where nothing changed.
    [[nodiscard]] std::string next(const LastPositions& positions, const OrderBook& orders);

    /// Whether the last event was full, and there is more at once.
    [[nodiscard]] bool has_more() const noexcept { return more_; }

    [[nodiscard]] static bool ended() noexcept { return false; }

private:
    [[nodiscard]] bool concerns(const LastPosition& last);

    Box box_;
    std::uint64_t seen_ = 0;
    bool more_ = false;
    bool begun_ = false;
    std::unordered_set<DeviceId> inside_;
};

}  // namespace cordon::api
