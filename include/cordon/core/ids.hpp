// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace cordon {
inline namespace core {

/// An identifier of one kind. A device's cannot be taken for an order's. Fifteen bytes (an IMEI) need no allocation.
template <class Kind>
struct Id {
    std::string text;

    auto operator<=>(const Id&) const = default;
};

using DeviceId = Id<struct DeviceKind>;
using OrderId = Id<struct OrderKind>;
using ConditionId = Id<struct ConditionKind>;
using WearerId = Id<struct WearerKind>;
using EpisodeId = Id<struct EpisodeKindOfId>;
using PersonId = Id<struct PersonKind>;  ///< who acts: a token's name, or the local administrator

/// A place in the journal: records are numbered from 1 without a gap. 0 is before the first.
struct Offset {
    std::uint64_t value = 0;

    auto operator<=>(const Offset&) const = default;
};

}  // namespace core
}  // namespace cordon

// Specialising std::hash for a type of one's own is what the standard provides for.
template <class Kind>
struct std::hash<cordon::Id<Kind>> {  // NOLINT(cert-dcl58-cpp)

    std::size_t operator()(const cordon::Id<Kind>& id) const noexcept { return std::hash<std::string>{}(id.text); }
};
