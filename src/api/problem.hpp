// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cordon::api {

/// An RFC 9457 problem. `code` is a word for programs ("reason_required"), `detail` a sentence for people; neither
/// repeats anything the caller may not know.
[[nodiscard]] Response problem(unsigned status, std::string_view code, std::string_view detail);

/// 422 with every fault: `"faults":[{"pointer":…,"detail":…}]`.
[[nodiscard]] Response problem(const std::vector<model::DocumentFault>& faults);

/// "Not Found"
[[nodiscard]] std::string_view reason_phrase(unsigned status) noexcept;

}  // namespace cordon::api
