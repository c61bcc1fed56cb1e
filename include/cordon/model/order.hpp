// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/time.hpp>
#include <cordon/core/units.hpp>
#include <cordon/model/civil.hpp>
#include <cordon/model/shape.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cordon::model {

enum class OrderType : std::uint8_t { licence, community_order, suspended_sentence, bail, dapo, civil };

[[nodiscard]] std::string_view to_string(OrderType type) noexcept;
[[nodiscard]] std::optional<OrderType> order_type_named(std::string_view name) noexcept;

/// Every number a rule compares with (interface.md, Thresholds; rules.md has the defaults and their reasons).
struct Thresholds {
    std::int32_t confirm_fixes = 2;
    std::int32_t confirm_within_s = 300;
    std::int32_t dwell_fixes = 3;
    std::int32_t dwell_s = 180;
    double end_margin_m = 10;
    std::int32_t crossing_gap_s = 300;
    double max_speed_mps = 70;
    std::int32_t gap_s = 300;
    std::int32_t no_contact_s = 900;
    std::int32_t no_contact_escalate_s = 3600;
    std::int32_t no_fix_s = 900;
    std::int32_t not_monitored_s = 900;
    std::int32_t future_s = 300;
    std::int32_t proximity_fresh_s = 180;
    std::int32_t proximity_confirm_pairs = 2;

    bool operator==(const Thresholds&) const = default;
};

/// A window of civil time in the order's zone; it belongs to the local date it starts on.
struct Window {
    std::array<bool, 7> days{};  ///< Monday first; all false where `dates` stand
    std::vector<std::chrono::year_month_day> dates;
    std::chrono::minutes start{0};  ///< of the local day, 0 to 23:59
    std::chrono::minutes end{0};    ///< at or before start: of the next day
    std::string place;              ///< of a curfew; empty elsewhere
    std::int32_t every_weeks = 1;
    std::optional<std::chrono::year_month_day> from;

    bool operator==(const Window&) const = default;
};

struct Schedule {
    std::vector<Window> windows;
    std::vector<std::chrono::year_month_day> except_dates;  ///< the day a window starts

    bool operator==(const Schedule&) const = default;
};

struct ExclusionZone {
    Shape shape;
    Metres buffer;                     ///< of the approach ring; 0: none
    std::optional<Schedule> schedule;  ///< none: always

    bool operator==(const ExclusionZone&) const = default;
};

struct InclusionZone {
    Shape shape;
    std::optional<Schedule> schedule;

    bool operator==(const InclusionZone&) const = default;
};

struct RestrictionZone {
    Shape shape;

    bool operator==(const RestrictionZone&) const = default;
};

struct Curfew {
    std::map<std::string, Shape> places;  ///< at most three
    Schedule schedule;

    bool operator==(const Curfew&) const = default;
};

struct Attendance {
    Shape shape;
    Schedule schedule;
    double minutes = 0;

    bool operator==(const Attendance&) const = default;
};

struct Proximity {
    Metres distance;
    std::optional<Schedule> schedule;

    bool operator==(const Proximity&) const = default;
};

struct Trail {
    bool operator==(const Trail&) const = default;
};

using Rule = std::variant<ExclusionZone, InclusionZone, RestrictionZone, Curfew, Attendance, Proximity, Trail>;

/// "exclusion_zone", … the `type` of a condition.
[[nodiscard]] std::string_view rule_name(const Rule& rule) noexcept;

/// One enforceable term of an order.
struct Condition {
    ConditionId id;
    std::string name;
    Thresholds thresholds;  ///< whole: the defaults, changed by the order's, changed by the condition's own
    Rule rule;

    bool operator==(const Condition&) const = default;
};

struct Wearer {
    WearerId id;
    std::string name;
    std::string crn;
    bool limited_access = false;

    bool operator==(const Wearer&) const = default;
};

/// Whose device it is: the wearer's tag, or a protected person's own.
enum class Party : std::uint8_t { tag, protected_person };

/// The time for which a device is bound to a person under an order. Devices are reused: everything is keyed on this.
struct Activation {
    DeviceId device;
    Party party = Party::tag;
    UtcTime from;
    std::optional<UtcTime> to;

    bool operator==(const Activation&) const = default;
};

/// An approved exception to one condition for a time.
struct Permission {
    ConditionId condition;
    UtcTime from;
    UtcTime to;
    std::string reason;
    std::string approved_by;

    bool operator==(const Permission&) const = default;
};

/// What a court or the parole system imposed.
struct Order {
    OrderId id;
    OrderType type = OrderType::licence;
    std::string programme;
    std::string time_zone;
    UtcTime starts;
    std::optional<UtcTime> ends;
    Wearer wearer;
    std::vector<Activation> activations;
    std::vector<Condition> conditions;
    std::vector<Permission> permissions;
    Thresholds thresholds;  ///< whole: the defaults, changed by the order's own
    UtcOffsets offsets;     ///< of `time_zone` for the order's life, as known when it was taken

    bool operator==(const Order&) const = default;
};

}  // namespace cordon::model
