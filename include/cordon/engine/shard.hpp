// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>

#include <cstdint>

namespace cordon::engine {

/// Which part of the orders an engine keeps: those whose `shard_of` is `index`. The default is all of them.
struct Shard {
    std::uint32_t index = 0;
    std::uint32_t count = 1;

    bool operator==(const Shard&) const = default;
};

/// The shard of an order, 0 to shards − 1; the same on every machine and in every release (FNV-1a of its id, mixed).
/// All that is bound by one order shares its shard: the wearer's tags and the protected person's device. Any thread.
[[nodiscard]] std::uint32_t shard_of(const OrderId& order, std::uint32_t shards) noexcept;

/// The shard that looks at whose a device is and at its clock, whichever shards its orders are in.
[[nodiscard]] std::uint32_t shard_of(const DeviceId& device, std::uint32_t shards) noexcept;

}  // namespace cordon::engine
