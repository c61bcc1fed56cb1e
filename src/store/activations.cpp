// SPDX-License-Identifier: Apache-2.0
#include "activations.hpp"

#include <tuple>

namespace cordon::store {

void Activations::put(const OrderId& order, const WearerId& wearer, const std::vector<model::Activation>& activations)
{
    std::vector<DeviceId>& devices = devices_of_[order];
    for (const DeviceId& device : devices) {
        std::erase_if(by_device_[device], [&order](const Span& span) { return span.bearer.order == order; });
    }
    devices.clear();
    for (const model::Activation& activation : activations) {
        by_device_[activation.device].push_back(
            {.from = activation.from,
             .to = activation.to,
             .bearer = {.order = order, .wearer = wearer, .party = activation.party}});
        devices.push_back(activation.device);
    }
}

std::optional<Bearer> Activations::find(const DeviceId& device, UtcTime at) const
{
    const auto found = by_device_.find(device);
    if (found == by_device_.end()) {
        return std::nullopt;
    }
    const Span* best = nullptr;
    for (const Span& span : found->second) {
        const bool holds = span.from <= at && (!span.to || at < *span.to);
        const bool better = best == nullptr || span.from > best->from ||
                            (span.from == best->from && span.bearer.order < best->bearer.order);
        if (holds && better) {
            best = &span;
        }
    }
    return best == nullptr ? std::nullopt : std::optional{best->bearer};
}

}  // namespace cordon::store
