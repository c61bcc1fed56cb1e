// SPDX-License-Identifier: Apache-2.0
#include "threshold_reader.hpp"

#include <algorithm>
#include <array>

namespace cordon::model {

namespace {

struct WholeThreshold {
    std::string_view name;
    std::int32_t Thresholds::* member;
    std::int64_t low;
    std::int64_t high;
    ThresholdScope scope;
};

struct RealThreshold {
    std::string_view name;
    double Thresholds::* member;
    Limits limits;
    ThresholdScope scope;
};

constexpr std::int64_t hour_s = 3600;
constexpr std::int64_t day_s = 86'400;

// A court may want one fix to be enough, or five (rules.md). Spans between fixes are at most an hour: what lies longer
// apart proves nothing together. Silence is told within a day at the latest.
constexpr std::array<WholeThreshold, 13> wholes{{
    {"confirm_fixes", &Thresholds::confirm_fixes, 1, 5, ThresholdScope::condition},
    {"confirm_within_s", &Thresholds::confirm_within_s, 1, hour_s, ThresholdScope::condition},
    {"dwell_fixes", &Thresholds::dwell_fixes, 2, 20, ThresholdScope::condition},
    {"dwell_s", &Thresholds::dwell_s, 0, day_s, ThresholdScope::condition},
    {"crossing_gap_s", &Thresholds::crossing_gap_s, 1, hour_s, ThresholdScope::condition},
    {"gap_s", &Thresholds::gap_s, 1, hour_s, ThresholdScope::condition},
    {"no_contact_s", &Thresholds::no_contact_s, 0, day_s, ThresholdScope::order},
    {"no_contact_escalate_s", &Thresholds::no_contact_escalate_s, 0, day_s, ThresholdScope::order},
    {"no_fix_s", &Thresholds::no_fix_s, 0, day_s, ThresholdScope::order},
    {"not_monitored_s", &Thresholds::not_monitored_s, 0, day_s, ThresholdScope::order},
    {"future_s", &Thresholds::future_s, 0, day_s, ThresholdScope::order},
    {"proximity_fresh_s", &Thresholds::proximity_fresh_s, 1, hour_s, ThresholdScope::condition},
    {"proximity_confirm_pairs", &Thresholds::proximity_confirm_pairs, 1, 5, ThresholdScope::condition},
}};

// 1,000 m/s is faster than anything a tag rides in; 10 km of end margin is more than any zone is wide.
constexpr std::array<RealThreshold, 2> reals{{
    {"end_margin_m", &Thresholds::end_margin_m, {.low = 0, .high = 10'000}, ThresholdScope::condition},
    {"max_speed_mps", &Thresholds::max_speed_mps, {.low = 0, .high = 1000, .above = true}, ThresholdScope::order},
}};

std::string known_names(ThresholdScope scope)
{
    std::string out;
    const auto add = [&out, scope](const auto& threshold) {
        if (scope == ThresholdScope::order || threshold.scope == scope) {
            out += out.empty() ? "" : ", ";
            out += threshold.name;
        }
    };
    std::ranges::for_each(wholes, add);
    std::ranges::for_each(reals, add);
    return out;
}

class ThresholdReader {
public:
    ThresholdReader(DocumentReader& reader, ThresholdScope scope, Thresholds& out)
        : reader_{reader}, scope_{scope}, out_{out}
    {
    }

    void read(const std::string& at, std::string_view name, const JsonValue& value)
    {
        if (const auto* whole = std::ranges::find(wholes, name, &WholeThreshold::name); whole != wholes.end()) {
            if (belongs(at, whole->scope)) {
                out_.*whole->member =
                    static_cast<std::int32_t>(reader_.whole(at, &value, whole->low, whole->high, out_.*whole->member));
            }
        } else if (const auto* real = std::ranges::find(reals, name, &RealThreshold::name); real != reals.end()) {
            if (belongs(at, real->scope)) {
                out_.*real->member = reader_.number(at, &value, real->limits, out_.*real->member);
            }
        } else {
            reader_.fault(at, "unknown key; known here: " + known_names(scope_));
        }
    }

private:
    bool belongs(const std::string& at, ThresholdScope scope)
    {
        if (scope_ == ThresholdScope::condition && scope == ThresholdScope::order) {
            reader_.fault(at, "is of the whole order: it stands in the order's thresholds");
            return false;
        }
        return true;
    }

    DocumentReader& reader_;
    ThresholdScope scope_;
    Thresholds& out_;
};

}  // namespace

Thresholds read_thresholds(DocumentReader& reader, std::string_view at, const JsonValue* value, const Thresholds& base,
                           ThresholdScope scope)
{
    Thresholds out = base;
    if (value == nullptr) {
        return out;
    }
    if (value->as_members() == nullptr) {
        reader.fault(at, fmt::format("is {}; must be an object", said_of(*value)));
        return out;
    }
    ThresholdReader thresholds{reader, scope, out};
    for (const auto& [name, number] : *value->as_members()) {
        thresholds.read(std::string{at} + pointer_step(name), name, number);
    }
    return out;
}

}  // namespace cordon::model
