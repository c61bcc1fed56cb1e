// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/model/device.hpp>
#include <cordon/model/record.hpp>

#include <cstdint>
#include <memory>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

namespace cordon::pipeline {

/// The devices that are let in, and which shards have to see what each one sends.
///
/// `learn` and `shards_of` belong to the journal's thread. `find` is any thread's: ingest threads meet the journal's
/// there, at a login or a datagram, and a ring would only give each of them a copy of all devices to keep.
class Registry {
public:
    explicit Registry(std::size_t shards) : shards_{shards} {}

    /// Takes what a durable record says of devices and orders; others are passed over.
    void learn(const model::Record& record);

    [[nodiscard]] std::shared_ptr<const model::Device> find(const DeviceId& id) const;

    /// The device's own shard, and those of all orders that ever bound it: a late fix may belong to an earlier one.
    [[nodiscard]] std::vector<std::uint32_t> shards_of(const DeviceId& id) const;

private:
    void learn_device(const model::DeviceRecord& record);
    void learn_order(const model::OrderRecord& record);

    std::size_t shards_;
    mutable std::shared_mutex mutex_;
    std::unordered_map<DeviceId, std::shared_ptr<const model::Device>> devices_;
    std::unordered_map<DeviceId, std::vector<std::uint32_t>> shards_of_device_;
};

}  // namespace cordon::pipeline
