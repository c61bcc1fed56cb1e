// SPDX-License-Identifier: Apache-2.0
#include <cordon/core/ensure.hpp>
#include <cordon/engine/shard.hpp>

#include <string_view>

namespace cordon::engine {

namespace {

std::uint32_t shard_of_text(std::string_view text, std::uint32_t shards) noexcept
{
    ensure(shards > 0, "there is a shard to be in");
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
    }
    // FNV's last letters hardly reach its high bits, and its low ones follow a pattern: ids that count up would crowd.
    hash = (hash ^ (hash >> 30U)) * 0xbf58'476d'1ce4'e5b9U;
    hash = (hash ^ (hash >> 27U)) * 0x94d0'49bb'1331'11ebU;
    hash ^= hash >> 31U;
    return static_cast<std::uint32_t>(hash % shards);
}

}  // namespace

std::uint32_t shard_of(const OrderId& order, std::uint32_t shards) noexcept
{
    return shard_of_text(order.text, shards);
}

std::uint32_t shard_of(const DeviceId& device, std::uint32_t shards) noexcept
{
    return shard_of_text(device.text, shards);
}

}  // namespace cordon::engine
