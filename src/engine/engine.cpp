// SPDX-License-Identifier: Apache-2.0
#include "order_watch.hpp"

#include <cordon/core/log.hpp>
#include <cordon/engine/engine.hpp>
#include <cordon/model/order_document.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>

namespace cordon::engine {

class Engine::State {
public:
    explicit State(Shard mine) : mine_{mine} {}

    void apply(const model::StampedRecord& record, Telling& telling)
    {
        clock_ = std::max(clock_, record.record.at);
        wake(telling);
        if (const auto* frame = std::get_if<model::FrameRecord>(&record.record.body)) {
            take(*frame, telling);
        } else if (const auto* order = std::get_if<model::OrderRecord>(&record.record.body)) {
            take(*order, telling);
        }
    }

    void stand(std::vector<model::Episode>& out) const
    {
        for (const auto& [id, order] : orders_) {
            order.watch.stand(out);
        }
    }

private:
    struct Order {
        explicit Order(const OrderId& id) : watch{id} {}

        OrderWatch watch;
        UtcTime wake = forever;  ///< as it stands in wakes_
    };

    /// What passes while nothing comes happens at its own instant, in the order of (instant, order).
    void wake(Telling& telling)
    {
        while (!wakes_.empty() && wakes_.begin()->first <= clock_) {
            const auto [at, id] = *wakes_.begin();
            settle(orders_.find(id)->second, at, telling);
        }
    }

    void settle(Order& order, UtcTime clock, Telling& telling)
    {
        order.watch.settle(clock, telling);
        const UtcTime next = order.watch.next_wake();
        if (next == order.wake) {
            return;
        }
        wakes_.erase({order.wake, order.watch.id()});
        if (next != forever) {
            wakes_.emplace(next, order.watch.id());
        }
        order.wake = next;
    }

    void take(const model::FrameRecord& frame, Telling& telling)
    {
        std::vector<Order*> touched;
        for (const auto& observation : frame.observations) {
            const auto bound = by_device_.find(observation.device);
            if (bound == by_device_.end()) {
                continue;
            }
            for (Order* order : bound->second) {
                order->watch.take(observation, clock_);
                if (std::find(touched.begin(), touched.end(), order) == touched.end()) {
                    touched.push_back(order);
                }
            }
        }
        for (Order* order : touched) {
            settle(*order, clock_, telling);
        }
    }

    void take(const model::OrderRecord& record, Telling& telling)
    {
        const auto read = model::read_order(record.json);
        if (!read.has_value()) {
            // It was read before it was written: only another release can have done so. The last version stays.
            log::error("order_record_unreadable", {{"offset", telling.offset.value},
                                                   {"pointer", read.error().front().pointer},
                                                   {"what", read.error().front().what}});
            return;
        }
        const model::Order& version = read.value();
        if (shard_of(version.id, mine_.count) != mine_.index) {
            return;
        }
        Order& order = orders_.try_emplace(version.id, version.id).first->second;
        order.watch.take_version(version, clock_);
        for (const auto& device : order.watch.devices()) {
            auto& bound = by_device_[device];
            if (std::find(bound.begin(), bound.end(), &order) == bound.end()) {
                bound.push_back(&order);
                std::sort(bound.begin(), bound.end(),
                          [](const Order* a, const Order* b) { return a->watch.id() < b->watch.id(); });
            }
        }
        settle(order, clock_, telling);
    }

    Shard mine_;
    UtcTime clock_ = beginning;
    std::map<OrderId, Order> orders_;
    std::unordered_map<DeviceId, std::vector<Order*>> by_device_;  ///< never walked: its order is nobody's
    std::set<std::pair<UtcTime, OrderId>> wakes_;
};

Engine::Engine(Shard mine) : state_{std::make_unique<State>(mine)} {}

Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

std::vector<model::EpisodeChange> Engine::apply(const model::StampedRecord& record)
{
    std::vector<model::EpisodeChange> changes;
    Telling telling{.offset = record.offset, .at = record.record.at, .out = changes};
    state_->apply(record, telling);
    return changes;
}

std::vector<model::Episode> Engine::standing() const
{
    std::vector<model::Episode> out;
    state_->stand(out);
    std::sort(out.begin(), out.end(), [](const model::Episode& a, const model::Episode& b) {
        const auto key = [](const model::Episode& e) {
            return std::tuple{e.order, e.condition, e.started, model::to_string(e.kind), e.id};
        };
        return key(a) < key(b);
    });
    return out;
}

}  // namespace cordon::engine
