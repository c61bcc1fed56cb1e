// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/time.hpp>
#include <cordon/core/units.hpp>
#include <cordon/model/position.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::model {

enum class EpisodeKind : std::uint8_t {
    exclusion_zone,
    crossing,
    approach,
    inclusion_zone,
    restriction_zone,
    curfew,
    attendance,
    proximity,
    proximity_prealert,
    proximity_blind,
    no_contact,
    no_fix,
    not_monitored,
    association,
    strap,
    case_opened,  ///< "case"
    sos,
    jamming,
    battery_low,
    battery_dead,
    clock_fault,
};

enum class EpisodeState : std::uint8_t { possible, confirmed };

/// Their order is the order of weight: critical first.
enum class Severity : std::uint8_t { critical, serious, notice, info };

enum class AlCode : std::uint8_t { al08, al09, al10, al11, al12 };

/// What happened to an episode (interface.md, replay).
enum class Change : std::uint8_t { opened, confirmed, escalated, extended, shortened, ended, withdrawn };

/// A fix that a decision rests on, and how far it was from the zone's boundary, negative inside.
struct Evidence {
    DeviceId device;
    UtcTime fix_time;
    Position position;
    double accuracy_m = 0;
    std::int64_t distance_mm = 0;

    bool operator==(const Evidence&) const = default;
};

/// What the engine concludes: one rule, one stretch of time. Not a judgement: a person makes a violation of it.
struct Episode {
    EpisodeId id;
    std::optional<OrderId> order;
    std::optional<ConditionId> condition;
    EpisodeKind kind = EpisodeKind::exclusion_zone;
    EpisodeState state = EpisodeState::possible;
    std::optional<AlCode> al_code;
    Severity severity = Severity::notice;
    UtcTime started;
    std::optional<UtcTime> ended;
    UtcTime detected;  ///< the journal's time of the record that first told it
    bool late = false;
    std::uint32_t revision = 1;
    Change change = Change::opened;
    std::string reason;
    std::vector<Evidence> evidence;
    std::uint32_t rule_version = 1;
    std::optional<DeviceId> device;  ///< what it is about, where that is one device

    bool operator==(const Episode&) const = default;
};

/// A place in the stream of changes: the record that caused it and its number among that record's changes.
struct StreamId {
    Offset offset;
    std::uint32_t index = 0;

    auto operator<=>(const StreamId&) const = default;
};

/// "125.0": rises, can be made again from the journal.
[[nodiscard]] std::string to_string(StreamId id);
[[nodiscard]] std::optional<StreamId> parse_stream_id(std::string_view text) noexcept;

/// One change of one episode, as it was told.
struct EpisodeChange {
    StreamId id;
    Episode episode;

    bool operator==(const EpisodeChange&) const = default;
};

[[nodiscard]] std::string_view to_string(EpisodeKind kind) noexcept;
[[nodiscard]] std::string_view to_string(EpisodeState state) noexcept;
[[nodiscard]] std::string_view to_string(Severity severity) noexcept;
[[nodiscard]] std::string_view to_string(AlCode code) noexcept;
[[nodiscard]] std::string_view to_string(Change change) noexcept;  ///< `opened` is "new"

/// The line `cordon replay` prints and the `episode` of an incident on the stream: keys in the order of interface.md;
/// distances with one decimal, accuracy and positions as they came. `device` has no place in it: what carries the line
/// says beside it which device the episode is about.
[[nodiscard]] std::string to_json(const Episode& episode);

/// Reads that line again, so without `device`; nothing where it is none of ours.
[[nodiscard]] std::optional<Episode> read_episode(std::string_view json);

}  // namespace cordon::model
