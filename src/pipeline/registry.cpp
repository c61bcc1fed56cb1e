// SPDX-License-Identifier: Apache-2.0
#include "registry.hpp"

#include <cordon/core/ensure.hpp>
#include <cordon/engine/shard.hpp>
#include <cordon/model/order_document.hpp>

#include <algorithm>
#include <mutex>

namespace cordon::pipeline {

void Registry::learn(const model::Record& record)
{
    if (const auto* device = std::get_if<model::DeviceRecord>(&record.body)) {
        learn_device(*device);
    } else if (const auto* order = std::get_if<model::OrderRecord>(&record.body)) {
        learn_order(*order);
    }
}

void Registry::learn_device(const model::DeviceRecord& record)
{
    auto device = model::read_device(record.json);
    ensure(device.has_value(), "a device in the journal was checked before it was written");
    auto known = std::make_shared<const model::Device>(std::move(device).value());
    const std::unique_lock lock{mutex_};
    devices_.insert_or_assign(known->id, known);
}

void Registry::learn_order(const model::OrderRecord& record)
{
    const auto order = model::read_order(record.json);
    ensure(order.has_value(), "an order in the journal was checked before it was written");
    const std::uint32_t shard = engine::shard_of(order.value().id, static_cast<std::uint32_t>(shards_));
    for (const model::Activation& activation : order.value().activations) {
        auto& shards = shards_of_device_[activation.device];
        if (std::ranges::find(shards, shard) == shards.end()) {
            shards.push_back(shard);
        }
    }
}

std::shared_ptr<const model::Device> Registry::find(const DeviceId& id) const
{
    const std::shared_lock lock{mutex_};
    const auto found = devices_.find(id);
    return found == devices_.end() ? nullptr : found->second;
}

std::vector<std::uint32_t> Registry::shards_of(const DeviceId& id) const
{
    const std::uint32_t own = engine::shard_of(id, static_cast<std::uint32_t>(shards_));
    const auto found = shards_of_device_.find(id);
    if (found == shards_of_device_.end()) {
        return {own};
    }
    std::vector<std::uint32_t> shards = found->second;
    if (std::ranges::find(shards, own) == shards.end()) {
        shards.push_back(own);
    }
    return shards;
}

}  // namespace cordon::pipeline
