// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cordon::model {

/// Why a text is not a range of addresses ("10.0.0.0/8", "2001:db8::/32"), as the second half of a sentence; nothing
/// where it is one. Bits beyond the prefix must be zero: "10.1.2.3/8" may mean a host or the network.
[[nodiscard]] std::optional<std::string> address_range_fault(std::string_view text);

}  // namespace cordon::model
