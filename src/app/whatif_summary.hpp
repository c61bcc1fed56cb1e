// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/pipeline/whatif.hpp>

#include <string>
#include <vector>

namespace cordon::app {

/// What must be said beside the counts, a sentence each: an order that was not in force, one without observations, a
/// record that ends before the time asked for. No episodes and no track are two things.
[[nodiscard]] std::vector<std::string> whatif_notes(const pipeline::WhatIfQuestion& question,
                                                    const pipeline::WhatIfAnswer& answer);

/// How many episodes by kind and by day, for a person: lines.
[[nodiscard]] std::string summary_text(const pipeline::WhatIfQuestion& question, const pipeline::WhatIfAnswer& answer);

/// The same as one JSON object: `from`, `to`, `until`, `reason`, `episodes`, `per_day`, `kinds`, `days`, `orders`,
/// `notes`.
[[nodiscard]] std::string summary_json(const pipeline::WhatIfQuestion& question, const pipeline::WhatIfAnswer& answer,
                                       const std::string& reason);

}  // namespace cordon::app
