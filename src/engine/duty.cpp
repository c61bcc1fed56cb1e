// SPDX-License-Identifier: Apache-2.0
#include "duty.hpp"

#include <set>
#include <variant>

namespace cordon::engine {

namespace {

/// Cuts a condition into the parts that are decided by themselves.
struct Cut {
    const model::Condition& condition;
    const std::set<DeviceNumber>& others;
    std::vector<Duty>& duties;

    void add(model::Rule rule, std::optional<DeviceNumber> other = {}) const
    {
        duties.push_back({.condition = {.id = condition.id,
                                        .name = condition.name,
                                        .thresholds = condition.thresholds,
                                        .rule = std::move(rule)},
                          .other = other});
    }

    void operator()(const model::Curfew& curfew) const
    {
        for (const auto& [name, shape] : curfew.places) {
            model::Curfew part{.places = {{name, shape}},
                               .schedule = {.windows = {}, .except_dates = curfew.schedule.except_dates}};
            for (const auto& window : curfew.schedule.windows) {
                if (window.place == name) {
                    part.schedule.windows.push_back(window);
                }
            }
            if (!part.schedule.windows.empty()) {
                add(std::move(part));
            }
        }
    }

    void operator()(const model::Attendance& attendance) const
    {
        for (const auto& window : attendance.schedule.windows) {
            add(model::Attendance{.shape = attendance.shape,
                                  .schedule = {.windows = {window}, .except_dates = attendance.schedule.except_dates},
                                  .minutes = attendance.minutes});
        }
    }

    void operator()(const model::Proximity& proximity) const
    {
        for (const DeviceNumber other : others) {
            add(proximity, other);
        }
    }

    void operator()(const model::Trail& /*trail*/) const {}

    template <class Zone>
    void operator()(const Zone& zone) const
    {
        add(zone);
    }
};

struct ScheduleOf {
    template <class Rule>
    const model::Schedule* operator()(const Rule& rule) const noexcept
    {
        if constexpr (requires { rule.schedule.value(); }) {
            return rule.schedule ? &*rule.schedule : nullptr;
        } else if constexpr (requires { rule.schedule; }) {
            return &rule.schedule;
        } else {
            return nullptr;
        }
    }
};

}  // namespace

bool same(const Duty& a, const Duty& b)
{
    return a.other == b.other && a.condition.id == b.condition.id && a.condition.thresholds == b.condition.thresholds &&
           a.condition.rule == b.condition.rule;
}

std::vector<Duty> duties_of(const model::Order& order, const std::function<DeviceNumber(const DeviceId&)>& number_of)
{
    std::set<DeviceNumber> others;
    for (const auto& activation : order.activations) {
        if (activation.party == model::Party::protected_person) {
            others.insert(number_of(activation.device));
        }
    }
    std::vector<Duty> duties;
    for (const auto& condition : order.conditions) {
        std::visit(Cut{.condition = condition, .others = others, .duties = duties}, condition.rule);
    }
    return duties;
}

const model::Schedule* schedule_of(const Duty& duty)
{
    return std::visit(ScheduleOf{}, duty.condition.rule);
}

}  // namespace cordon::engine
