// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/model/order.hpp>

#include <cstddef>
#include <optional>

namespace cordon::model {

/// Two windows of one curfew that ask for different places at once.
struct PlaceClash {
    std::size_t earlier = 0;  ///< indices of windows, the lower one
    std::size_t later = 0;    ///< and the higher one
    UtcTime at;               ///< when the second of them begins
};

/// How far ahead a curfew is looked through: every pair of weekly windows meets within two years, both changes of the
/// clocks of each included.
inline constexpr std::chrono::days clash_horizon{731};

/// The first time at which a curfew asks for two places at once, from two days before `starts` to `ends`, at most
/// `clash_horizon` on. Nothing where a person can be where they are asked to be.
[[nodiscard]] std::optional<PlaceClash> first_clash(const Curfew& curfew, const UtcOffsets& offsets, UtcTime starts,
                                                    std::optional<UtcTime> ends);

}  // namespace cordon::model
