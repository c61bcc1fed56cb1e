// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "document_reader.hpp"

#include <cordon/model/shape.hpp>

#include <string_view>

namespace cordon::model {

/// Reads `geometry` (GeoJSON) and `radius_m` of the object at `at`. Every fault says which zone (`named`): "Z1 Her
/// street". Nothing is repaired: what comes back after a fault is not to be used.
[[nodiscard]] Shape read_shape(DocumentReader& reader, std::string_view at, const JsonValue& object,
                               std::string_view named);

}  // namespace cordon::model
