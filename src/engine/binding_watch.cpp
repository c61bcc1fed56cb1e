// SPDX-License-Identifier: Apache-2.0
#include "binding_watch.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

namespace cordon::engine {

namespace {

using model::EpisodeKind;
using model::Severity;

/// When at least two of them hold the device.
Spans doubled_spans(const std::vector<BindingWatch::Binding>& bindings)
{
    Spans out;
    for (std::size_t i = 1; i < bindings.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const Spans both = common(bindings[i].watched, bindings[j].watched);
            out.insert(out.end(), both.begin(), both.end());
        }
    }
    return united(std::move(out));
}

UtcTime next_edge(const Spans& spans, UtcTime after) noexcept
{
    for (const Span& span : spans) {
        if (after < span.from) {
            return span.from;
        }
        if (after < span.until) {
            return span.until;
        }
    }
    return forever;
}

const BindingWatch::Binding* holder(const BindingWatch::Device& device, UtcTime at) noexcept
{
    const auto first = std::ranges::find_if(
        device.bindings, [at](const BindingWatch::Binding& binding) { return holds(binding.held, at); });
    return first == device.bindings.end() ? nullptr : &*first;
}

}  // namespace

BindingWatch::BindingWatch(Devices devices, LiveEpisodes episodes)
    : devices_{std::move(devices)}, episodes_{std::move(episodes)}
{
    for (const auto& [id, device] : devices_) {
        for (const Binding& binding : device.bindings) {
            named_[binding.order].push_back(id);
        }
        if (device.due != forever) {
            dues_.emplace(device.due, id);
        }
    }
}

void BindingWatch::take_order(const OrderId& order, const std::map<DeviceId, Spans>& bound, const Span& life,
                              Millis future, UtcTime at, Telling& telling)
{
    std::set<DeviceId> touched;
    if (const auto before = named_.find(order); before != named_.end()) {
        touched.insert(before->second.begin(), before->second.end());
    }
    for (const auto& [id, spans] : bound) {
        touched.insert(id);
    }
    for (const DeviceId& id : touched) {
        const auto now = bound.find(id);
        bind(id, order, now == bound.end() ? Spans{} : now->second, life, at).future = future;
        count_orders(id, at, telling);
    }
}

BindingWatch::Binding& BindingWatch::bind(const DeviceId& id, const OrderId& order, const Spans& bound,
                                          const Span& life, UtcTime at)
{
    auto& bindings = devices_[id].bindings;
    auto binding = std::ranges::find(bindings, order, &Binding::order);
    if (binding == bindings.end()) {
        bindings.push_back({.order = order});
        binding = std::prev(bindings.end());
        named_[order].push_back(id);
        // Nothing was said before: what a tag held back while its order was on the way is not without one.
        binding->held = common(bound, {{beginning, life.until}});
    }
    binding->held = replaced_from(at, binding->held, common(bound, {{beginning, life.until}}));
    binding->watched = replaced_from(at, binding->watched, common(bound, {life}));
    return *binding;
}

Millis BindingWatch::future(const DeviceId& device, UtcTime received) const noexcept
{
    const auto known = devices_.find(device);
    const Binding* const binding = known == devices_.end() ? nullptr : holder(known->second, received);
    return binding == nullptr ? std::chrono::seconds{model::Thresholds{}.future_s} : binding->future;
}

void BindingWatch::heard(const DeviceId& id, UtcTime log, UtcTime at, bool suspect, Telling& telling)
{
    Device& device = devices_[id];
    const Binding* const binding = holder(device, at);
    if (binding != nullptr) {
        episodes_.end(device.stray, log, telling);
    } else if (device.stray == 0) {
        device.stray = open_association(id, log, "a device without an order reports", telling);
    }
    if (!suspect) {
        episodes_.end(device.fault, log, telling);
    } else if (device.fault == 0) {
        device.fault = episodes_.open({.order = binding != nullptr ? std::optional{binding->order} : std::nullopt,
                                       .kind = EpisodeKind::clock_fault,
                                       .severity = Severity::notice,
                                       .started = log,
                                       .reason = "a fix time more than 300 s after its receipt"},
                                      id, telling);
    }
}

void BindingWatch::fire(UtcTime due, Telling& telling)
{
    while (!dues_.empty() && dues_.begin()->first <= due) {
        const auto [at, id] = *dues_.begin();
        count_orders(id, at, telling);
    }
}

void BindingWatch::count_orders(const DeviceId& id, UtcTime at, Telling& telling)
{
    Device& device = devices_[id];
    const Spans doubled = doubled_spans(device.bindings);
    if (!holds(doubled, at)) {
        episodes_.end(device.doubled, at, telling);
    } else if (device.doubled == 0) {
        device.doubled = open_association(id, at, "a device is bound to two orders", telling);
    }
    set_due(id, device, next_edge(doubled, at));
}

void BindingWatch::set_due(const DeviceId& id, Device& device, UtcTime due)
{
    dues_.erase({device.due, id});
    device.due = due;
    if (due != forever) {
        dues_.emplace(due, id);
    }
}

LiveEpisodes::Number BindingWatch::open_association(const DeviceId& id, UtcTime started, const char* reason,
                                                    Telling& telling)
{
    return episodes_.open(
        {.kind = EpisodeKind::association, .severity = Severity::serious, .started = started, .reason = reason}, id,
        telling);
}

}  // namespace cordon::engine
