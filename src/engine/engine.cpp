// SPDX-License-Identifier: Apache-2.0
#include "archive.hpp"
#include "binding_watch.hpp"
#include "order_watch.hpp"

#include <cordon/core/log.hpp>
#include <cordon/engine/engine.hpp>
#include <cordon/model/order_document.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>

namespace cordon::engine {

namespace {

using namespace std::chrono_literals;

/// Of a snapshot. It changes with any struct or class that stands in one; what a release cannot read, it folds again.
constexpr std::uint32_t format = 1;

/// How long an episode that is over stands.
constexpr Millis remembered = 24h * 7;

}  // namespace

class Engine::State {
public:
    explicit State(Shard mine) : mine_{mine} {}

    void apply(const model::StampedRecord& record, Telling& telling)
    {
        begin(record.record);
        clock_ = std::max(clock_, record.record.at);
        wake(telling);
        telling.at = record.record.at;
        if (const auto* frame = std::get_if<model::FrameRecord>(&record.record.body)) {
            take(*frame, telling);
        } else if (const auto* order = std::get_if<model::OrderRecord>(&record.record.body)) {
            take(*order, telling);
        }
        bindings_.forget(clock_ - remembered);
    }

    template <class Archive>
    void save(Archive& archive) const
    {
        archive(format, mine_.index, mine_.count, clock_, begun_, bindings_, orders_.size());
        for (const auto& [id, order] : orders_) {
            archive(order.watch);
        }
    }

    template <class Archive>
    void load(Archive& archive)
    {
        std::uint32_t written = 0;
        Shard shard;
        archive(written, shard.index, shard.count);
        if (written != format || shard != mine_) {
            throw std::runtime_error{"another format, or another shard's"};
        }
        std::size_t orders = 0;
        archive(clock_, begun_, bindings_, orders);
        for (; orders > 0; --orders) {
            OrderWatch watch;
            archive(watch);
            Order& order = orders_.try_emplace(watch.id(), watch.id()).first->second;
            order.watch = std::move(watch);
            know_devices(order);
            schedule(order);
        }
    }

    void stand(std::vector<model::Episode>& out) const
    {
        bindings_.stand(out);
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

    /// Orders may stand in a log before its first instant (`replay`): nothing before that was silence.
    void begin(const model::Record& record)
    {
        const bool terms = std::holds_alternative<model::OrderRecord>(record.body) ||
                           std::holds_alternative<model::DeviceRecord>(record.body);
        if (begun_ || terms) {
            return;
        }
        begun_ = true;
        for (auto& [id, order] : orders_) {
            order.watch.watch_from(record.at);
            schedule(order);
        }
    }

    /// What passes while nothing comes happens at its own instant, in the order of (instant, order).
    void wake(Telling& telling)
    {
        for (;;) {
            const UtcTime binding = bindings_.due();
            const UtcTime order = wakes_.empty() ? forever : wakes_.begin()->first;
            telling.at = std::min(binding, order);
            if (telling.at > clock_) {
                return;
            }
            if (binding <= order) {
                bindings_.fire(binding, telling);
            } else {
                settle(orders_.find(wakes_.begin()->second)->second, order, telling);
            }
        }
    }

    void settle(Order& order, UtcTime clock, Telling& telling)
    {
        order.watch.settle(clock, telling);
        schedule(order);
    }

    void schedule(Order& order)
    {
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
            if (is_mine(observation.device)) {
                const UtcTime at = corrected_time(observation);
                const bool suspect =
                    at > observation.received + bindings_.future(observation.device, observation.received);
                bindings_.heard(observation.device, clock_, suspect ? observation.received : at, suspect, telling);
            }
            const auto bound = by_device_.find(observation.device);
            if (bound == by_device_.end()) {
                continue;
            }
            for (Order* order : bound->second) {
                order->watch.take(observation, clock_, telling);
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
        bind_mine(version, telling);
        if (shard_of(version.id, mine_.count) != mine_.index) {
            return;
        }
        Order& order = orders_.try_emplace(version.id, version.id).first->second;
        order.watch.take_version(version, clock_, telling);
        know_devices(order);
        settle(order, clock_, telling);
    }

    void know_devices(Order& order)
    {
        for (const auto& device : order.watch.devices()) {
            auto& bound = by_device_[device];
            if (std::find(bound.begin(), bound.end(), &order) == bound.end()) {
                bound.push_back(&order);
                std::sort(bound.begin(), bound.end(),
                          [](const Order* a, const Order* b) { return a->watch.id() < b->watch.id(); });
            }
        }
    }

    [[nodiscard]] bool is_mine(const DeviceId& device) const noexcept
    {
        return shard_of(device, mine_.count) == mine_.index;
    }

    /// A device's bindings are looked at in its own shard, whichever shards its orders are in.
    void bind_mine(const model::Order& version, Telling& telling)
    {
        std::map<DeviceId, Spans> bound;
        for (const auto& activation : version.activations) {
            if (is_mine(activation.device)) {
                bound[activation.device].push_back({activation.from, activation.to.value_or(forever)});
            }
        }
        for (auto& [device, spans] : bound) {
            spans = united(std::move(spans));
        }
        const Millis future = std::chrono::seconds{version.thresholds.future_s};
        bindings_.take_order(version.id, bound, {version.starts, version.ends.value_or(forever)}, future, clock_,
                             telling);
    }

    Shard mine_;
    UtcTime clock_ = beginning;
    bool begun_ = false;
    BindingWatch bindings_;
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

std::string Engine::snapshot() const
{
    std::ostringstream bytes;
    archive::Out out{bytes};
    state_->save(out);
    return std::move(bytes).str();
}

Result<Engine> Engine::restored(const std::string& snapshot, Shard mine)
{
    Engine engine{mine};
    try {
        std::istringstream bytes{snapshot};
        archive::In in{bytes};
        engine.state_->load(in);
    } catch (const std::exception& error) {  // cereal's, or one of ours
        return refuse("a snapshot cannot be read: " + std::string{error.what()});
    }
    return Result<Engine>{std::move(engine)};
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
