// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fix.hpp"

namespace cordon::engine {

/// The fixes from which state is evaluated at a boundary (§5): the last counting ones, of any age; null where there is
/// none, and where a counting fix stands at the boundary itself: that one then speaks for itself.
struct Sight {
    const Fix* tag = nullptr;    ///< the wearer's
    const Fix* sure = nullptr;   ///< the wearer's last that can confirm, where that is an earlier one
    const Fix* other = nullptr;  ///< the protected person's, of the device that a watch is about
};

}  // namespace cordon::engine
