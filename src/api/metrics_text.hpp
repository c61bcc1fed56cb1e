// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/counters.hpp>

#include <string>

namespace cordon::api {

/// Every counter, gauge and latency in Prometheus' text format (0.0.4); names get `cordon_`, times are seconds.
[[nodiscard]] std::string metrics_text(const Counters& counters);

}  // namespace cordon::api
