// SPDX-License-Identifier: Apache-2.0
#include <cordon/core/ensure.hpp>

#include <cstdio>
#include <cstdlib>

namespace cordon {
inline namespace core {

void ensure_failed(std::string_view what, std::source_location where) noexcept
{
    std::fprintf(stderr, "cordon: this must hold and does not: %.*s (%s:%u)\n", static_cast<int>(what.size()),
                 what.data(), where.file_name(), where.line());
    std::abort();
}

}  // namespace core
}  // namespace cordon
