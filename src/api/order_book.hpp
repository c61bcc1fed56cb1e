// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/device.hpp>
#include <cordon/model/order.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace cordon::api {

/// The version of an order that holds now.
struct BookedOrder {
    model::Order order;
    std::string json;  ///< canonical, as it was given: without what the journal adds
    std::uint64_t version = 1;
    UtcTime since;  ///< the journal's time of the record
    PersonId by;
};

struct BookedDevice {
    model::Device device;
    std::string json;
    std::uint64_t version = 1;
    UtcTime since;
    PersonId by;
};

/// Every order and device as the journal has them now, and which order a device is bound to.
class OrderBook {
public:
    /// Takes the next version. What it does not understand (a record of a later release) is left out and counted.
    void take_order(const std::string& json, const PersonId& by, UtcTime at);
    void take_device(const std::string& json, const PersonId& by, UtcTime at);

    /// The order that a device is bound to at an instant, and as what; nothing where there is none.
    struct Binding {
        const BookedOrder* order = nullptr;
        model::Party party = model::Party::tag;
    };

    [[nodiscard]] Binding binding(const DeviceId& device, UtcTime at) const;

    [[nodiscard]] const BookedOrder* order(const OrderId& id) const;

    [[nodiscard]] const std::map<OrderId, BookedOrder>& orders() const noexcept { return orders_; }

    [[nodiscard]] const std::map<DeviceId, BookedDevice>& devices() const noexcept { return devices_; }

    [[nodiscard]] std::uint64_t not_understood() const noexcept { return not_understood_; }

private:
    void unbind(const BookedOrder& order);
    void bind(const BookedOrder& order);

    std::map<OrderId, BookedOrder> orders_;
    std::map<DeviceId, BookedDevice> devices_;
    std::unordered_map<DeviceId, std::vector<OrderId>> orders_of_;  // in the order of their records
    std::uint64_t not_understood_ = 0;
};

}  // namespace cordon::api
