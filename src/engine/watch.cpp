// SPDX-License-Identifier: Apache-2.0
#include "watch.hpp"

#include <cordon/core/ensure.hpp>

#include <limits>

namespace cordon::engine {

Watch make_watch(WatchNumber number, const Duty& duty)
{
    const model::Condition& condition = duty.condition;
    if (std::holds_alternative<model::ExclusionZone>(condition.rule)) {
        return ExclusionWatch{number, condition};
    }
    if (std::holds_alternative<model::Attendance>(condition.rule)) {
        return AttendanceWatch{number, condition};
    }
    if (std::holds_alternative<model::Proximity>(condition.rule)) {
        const DeviceNumber nobody = std::numeric_limits<DeviceNumber>::max();
        const DeviceNumber other = duty.other.value_or(nobody);
        ensure(other != nobody, "a proximity is to somebody");
        return ProximityWatch{number, condition, other};
    }
    return ExitWatch{number, condition};
}

WatchState new_state(const Watch& watch)
{
    return std::visit([](const auto& each) -> WatchState { return typename std::decay_t<decltype(each)>::State{}; },
                      watch);
}

}  // namespace cordon::engine
