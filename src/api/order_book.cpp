// SPDX-License-Identifier: Apache-2.0
#include "order_book.hpp"

#include <cordon/model/order_document.hpp>

#include <algorithm>
#include <utility>

namespace cordon::api {

void OrderBook::take_order(const std::string& json, const PersonId& by, UtcTime at)
{
    auto read = model::read_order_record(json);
    if (!read.has_value()) {
        ++not_understood_;
        return;
    }
    model::OrderText& text = read.value();
    const OrderId id = text.order.id;
    const auto [it, fresh] = orders_.try_emplace(id);
    BookedOrder& booked = it->second;
    const std::uint64_t version = fresh ? 1 : booked.version + 1;
    if (!fresh) {
        unbind(booked);
    }
    booked = {.order = std::move(text.order), .json = std::move(text.json), .version = version, .since = at, .by = by};
    bind(booked);
}

void OrderBook::take_device(const std::string& json, const PersonId& by, UtcTime at)
{
    auto read = model::read_device(json);
    if (!read.has_value()) {
        ++not_understood_;
        return;
    }
    const DeviceId id = read.value().id;
    const auto [it, fresh] = devices_.try_emplace(id);
    const std::uint64_t version = fresh ? 1 : it->second.version + 1;
    it->second = {.device = std::move(read.value()), .json = json, .version = version, .since = at, .by = by};
}

OrderBook::Binding OrderBook::binding(const DeviceId& device, UtcTime at) const
{
    const auto it = orders_of_.find(device);
    if (it == orders_of_.end()) {
        return {};
    }
    for (const OrderId& id : it->second) {
        const BookedOrder& booked = orders_.at(id);
        for (const model::Activation& activation : booked.order.activations) {
            if (activation.device == device && activation.from <= at && (!activation.to || at < *activation.to)) {
                return {.order = &booked, .party = activation.party};
            }
        }
    }
    return {};
}

const BookedOrder* OrderBook::order(const OrderId& id) const
{
    const auto it = orders_.find(id);
    return it == orders_.end() ? nullptr : &it->second;
}

void OrderBook::unbind(const BookedOrder& order)
{
    for (const model::Activation& activation : order.order.activations) {
        const auto it = orders_of_.find(activation.device);
        if (it != orders_of_.end()) {
            std::erase(it->second, order.order.id);
        }
    }
}

void OrderBook::bind(const BookedOrder& order)
{
    for (const model::Activation& activation : order.order.activations) {
        std::vector<OrderId>& orders = orders_of_[activation.device];
        if (std::ranges::find(orders, order.order.id) == orders.end()) {
            orders.push_back(order.order.id);
        }
    }
}

}  // namespace cordon::api
