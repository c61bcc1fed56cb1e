// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <source_location>
#include <string_view>

namespace cordon {
inline namespace core {

[[noreturn]] void ensure_failed(std::string_view what, std::source_location where) noexcept;

/// What must hold unless we ourselves made a mistake. When it does not, the process says so and aborts: the journal is
/// replayed at the next start, which is better than going on from a state that nobody understands. Any thread.
inline void ensure(bool holds, std::string_view what,
                   std::source_location where = std::source_location::current()) noexcept
{
    if (!holds) [[unlikely]] {
        ensure_failed(what, where);
    }
}

}  // namespace core
}  // namespace cordon
