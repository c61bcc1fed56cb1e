// SPDX-License-Identifier: Apache-2.0
#include "surroundings.hpp"

#include "source_range.hpp"

namespace cordon::ingest {

Result<std::shared_ptr<const model::Device>, Reason> admitted(const Surroundings& around, const DeviceId& id,
                                                              model::Protocol protocol,
                                                              const boost::asio::ip::address& from)
{
    auto device = around.registry.find(id);
    if (!device) {
        return refuse(Reason::unknown_device);
    }
    if (device->protocol != protocol) {
        return refuse(Reason::other_protocol);
    }
    if (!within(device->source_ranges, from)) {
        return refuse(Reason::source_range);
    }
    return device;
}

}  // namespace cordon::ingest
