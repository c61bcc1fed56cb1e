// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/port/device_registry.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace cordon::fakes {

/// The devices that a test registers, also while others ask.
class MemoryRegistry final : public port::DeviceRegistry {
public:
    void put(model::Device device)
    {
        const std::scoped_lock lock{mutex_};
        const DeviceId id = device.id;
        devices_[id] = std::make_shared<const model::Device>(std::move(device));
    }

    std::shared_ptr<const model::Device> find(const DeviceId& id) const override
    {
        const std::scoped_lock lock{mutex_};
        const auto found = devices_.find(id);
        return found == devices_.end() ? nullptr : found->second;
    }

private:
    mutable std::mutex mutex_;
    std::map<DeviceId, std::shared_ptr<const model::Device>> devices_;
};

}  // namespace cordon::fakes
