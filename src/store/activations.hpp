// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/order.hpp>

#include <optional>
#include <unordered_map>
#include <vector>

namespace cordon::store {

/// Whose an observation is.
struct Bearer {
    OrderId order;
    WearerId wearer;
    model::Party party = model::Party::tag;

    bool operator==(const Bearer&) const = default;
};

/// Which device is whose and when, by the newest version of each order. Devices are reused: never by the device alone.
class Activations {
public:
    /// Takes the place of what was known of that order.
    void put(const OrderId& order, const WearerId& wearer, const std::vector<model::Activation>& activations);

    /// Whose the device was at that instant. Bound to two orders (`association`), it is the one's bound last, and of
    /// those the first by name: defined, whatever the order of arrival.
    [[nodiscard]] std::optional<Bearer> find(const DeviceId& device, UtcTime at) const;

private:
    struct Span {
        UtcTime from;
        std::optional<UtcTime> to;
        Bearer bearer;
    };

    std::unordered_map<DeviceId, std::vector<Span>> by_device_;
    std::unordered_map<OrderId, std::vector<DeviceId>> devices_of_;
};

}  // namespace cordon::store
