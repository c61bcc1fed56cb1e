// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "document_reader.hpp"

#include <cordon/model/device.hpp>

#include <string_view>

namespace cordon::model {

/// Reads one entry of `devices`.
[[nodiscard]] Device read_device_entry(DocumentReader& reader, std::string_view at, const JsonValue& value);

}  // namespace cordon::model
