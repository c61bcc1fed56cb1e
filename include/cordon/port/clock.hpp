// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/time.hpp>

namespace cordon::port {

/// The machine's clock, for the pipeline alone: it stamps records, and from there on time is the journal's.
class Clock {
public:
    virtual ~Clock() = default;

    /// Any thread.
    [[nodiscard]] virtual UtcTime now() const = 0;
};

}  // namespace cordon::port
