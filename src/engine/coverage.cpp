// SPDX-License-Identifier: Apache-2.0
#include <cordon/engine/coverage.hpp>

#include <string>
#include <variant>

namespace cordon::engine {

namespace {

/// The part of a condition that nobody would watch, as a pointer within the condition; none where all is watched.
struct Unwatched {
    std::vector<model::DocumentFault>& faults;
    std::string at;

    void operator()(const model::ExclusionZone& zone) const
    {
        if (zone.schedule) {
            faults.push_back({at + "/schedule", "this release watches a zone always, not by schedule"});
        }
    }

    void operator()(const model::Trail&) const {}

    template <class Rule>
    void operator()(const Rule& rule) const
    {
        faults.push_back({at + "/type", "this release does not watch a condition of type " +
                                            std::string{model::rule_name(model::Rule{rule})} +
                                            "; it watches exclusion_zone and trail"});
    }
};

}  // namespace

std::vector<model::DocumentFault> unmonitored(const model::Order& order)
{
    std::vector<model::DocumentFault> faults;
    for (std::size_t i = 0; i < order.conditions.size(); ++i) {
        std::visit(Unwatched{.faults = faults, .at = "/conditions/" + std::to_string(i)}, order.conditions[i].rule);
    }
    for (std::size_t i = 0; i < order.permissions.size(); ++i) {
        faults.push_back({"/permissions/" + std::to_string(i), "this release does not take permissions into account"});
    }
    return faults;
}

}  // namespace cordon::engine
