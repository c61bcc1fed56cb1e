// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/model/device.hpp>

#include <memory>

namespace cordon::port {

/// Which devices are let in, as the journal has them now: a device registered while the daemon runs is known from the
/// moment its record is durable.
class DeviceRegistry {
public:
    virtual ~DeviceRegistry() = default;

    /// Nothing where no such device is registered. Any thread.
    [[nodiscard]] virtual std::shared_ptr<const model::Device> find(const DeviceId& id) const = 0;
};

}  // namespace cordon::port
