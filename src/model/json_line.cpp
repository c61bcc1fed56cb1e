// SPDX-License-Identifier: Apache-2.0
#include "json_line.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace cordon::model {

void JsonLine::append_degrees(std::string& out, std::int32_t e7)
{
    constexpr std::int64_t one_degree = 10'000'000;
    const std::int64_t size = std::abs(std::int64_t{e7});
    fmt::format_to(std::back_inserter(out), "{}{}", e7 < 0 ? "-" : "", size / one_degree);
    if (size % one_degree == 0) {
        return;
    }
    std::string decimals = fmt::format(".{:07}", size % one_degree);
    decimals.erase(decimals.find_last_not_of('0') + 1);
    out += decimals;
}

}  // namespace cordon::model
