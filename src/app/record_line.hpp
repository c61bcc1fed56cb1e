// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/model/record.hpp>
#include <cordon/port/quarantine.hpp>

#include <string>

namespace cordon::app {

/// A record as one JSON object: `offset`, `at`, `kind`, then what the record holds; raw bytes hexadecimal, observations
/// as interface.md has them, the JSON of orders, devices and actions as it is. Text that is no UTF-8 is mended.
[[nodiscard]] std::string record_line(const model::StampedRecord& record);

/// `received`, `protocol`, `peer`, `reason`, `bytes` (hexadecimal).
[[nodiscard]] std::string quarantine_line(const port::QuarantinedBytes& entry);

}  // namespace cordon::app
