// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "batch.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace cordon::store {

/// One row of the staging table, in the order of `staged_columns`, as PostgreSQL reads text; nothing is null.
using Fields = std::array<std::optional<std::string>, 22>;

[[nodiscard]] Fields fields_of(const ObservationRow& row);

/// A hash of all that a re-sent copy has in common with the first (`model::same_content`). Only observations of one
/// device and one instant are ever told apart by it, so 64 bits of FNV-1a are plenty. Kept in the database: it must
/// stay what it is.
[[nodiscard]] std::int64_t content_hash(const model::Observation& observation);

}  // namespace cordon::store
