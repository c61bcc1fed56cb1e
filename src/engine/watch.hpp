// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "attendance_watch.hpp"
#include "duty.hpp"
#include "exclusion_watch.hpp"
#include "exit_watch.hpp"
#include "proximity_watch.hpp"

#include <type_traits>
#include <variant>

namespace cordon::engine {

/// One watch a kind of condition. All have the same members; each keeps its state in a value of its own, so that the
/// fold can keep it at checkpoints and put it back.
using Watch = std::variant<ExclusionWatch, ExitWatch, AttendanceWatch, ProximityWatch>;
using WatchState = std::variant<ExclusionState, ExitState, AttendanceState, ProximityState>;

[[nodiscard]] Watch make_watch(WatchNumber number, const Duty& duty);

/// The state a watch begins with.
[[nodiscard]] WatchState new_state(const Watch& watch);

/// Calls `what(watch, state)` with both as what they are; `state` is this watch's.
template <class State, class What>
decltype(auto) with(const Watch& watch, State& state, const What& what)
{
    return std::visit(
        [&](const auto& each) -> decltype(auto) {
            return what(each, std::get<typename std::decay_t<decltype(each)>::State>(state));
        },
        watch);
}

[[nodiscard]] inline bool is_active(const WatchState& state)
{
    return std::visit([](const auto& each) { return each.active; }, state);
}

[[nodiscard]] inline bool is_engaged(const Watch& watch, const WatchState& state)
{
    return with(watch, state, [](const auto& each, const auto& its) { return each.engaged(its); });
}

[[nodiscard]] inline UtcTime due_of(const Watch& watch, const WatchState& state)
{
    return with(watch, state, [](const auto& each, const auto& its) { return each.due(its); });
}

}  // namespace cordon::engine
