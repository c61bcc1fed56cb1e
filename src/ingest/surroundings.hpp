// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "admission.hpp"
#include "refusals.hpp"

#include <cordon/core/result.hpp>
#include <cordon/ingest/ingest.hpp>
#include <cordon/model/device.hpp>
#include <cordon/port/device_registry.hpp>
#include <cordon/port/quarantine.hpp>

#include <boost/asio/ip/address.hpp>

#include <functional>
#include <memory>

namespace cordon::ingest {

/// What all ingest threads share. It outlives them.
struct Surroundings {
    const Options& options;
    const port::DeviceRegistry& registry;
    port::Quarantine& quarantine;
    Metrics& metrics;
    Admission& admission;
    const std::function<UtcTime()>& received_at;
};

/// The registered device of that id, where it speaks this listener's protocol and comes from where it may.
[[nodiscard]] Result<std::shared_ptr<const model::Device>, Reason> admitted(const Surroundings& around,
                                                                            const DeviceId& id,
                                                                            model::Protocol protocol,
                                                                            const boost::asio::ip::address& from);

}  // namespace cordon::ingest
