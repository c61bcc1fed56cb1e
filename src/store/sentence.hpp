// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cordon::store {

/// The first line of what a server or a driver says, without its end: what follows may quote rows.
[[nodiscard]] inline std::string first_line(std::string_view text)
{
    return std::string{text.substr(0, text.find_first_of("\r\n"))};
}

}  // namespace cordon::store
