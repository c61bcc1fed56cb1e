// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/result.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/episode.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::sim {

/// How much of a true episode the tag could have seen: the fixes (GNSS, not cells) whose time lies in it.
enum class Seen : std::uint8_t {
    two_fixes_or_more,
    single_fix,
    between_fixes,  ///< none, the fixes around it at most five minutes apart
    in_a_gap,       ///< none, and more than five minutes between the fixes around it: unknown by rule (rules.md §3)
    not_told,       ///< the truth does not say
};

inline constexpr std::size_t seen_classes = 5;

/// "two_fixes_or_more", … as `evaluate --json` has them.
[[nodiscard]] std::string_view to_string(Seen seen) noexcept;

/// What really happened: one line of a truth file.
struct TrueEpisode {
    OrderId order;
    std::optional<ConditionId> condition;
    model::EpisodeKind kind = model::EpisodeKind::exclusion_zone;
    UtcTime started;
    std::optional<UtcTime> ended;        ///< none: to the end of the file's time and beyond
    std::optional<std::uint64_t> fixes;  ///< `fixes` of the line, else `reports`
    std::optional<Millis> gap;           ///< `gap_s`: between the fixes around it, where none fell in

    [[nodiscard]] Seen seen() const noexcept;
};

/// For how long an order's wearer was followed, whether or not anything happened.
struct Watched {
    OrderId order;
    UtcTime from;
    UtcTime until;
};

struct Truth {
    std::vector<TrueEpisode> episodes;
    std::vector<Watched> watched;

    /// Nothing where the file has no line that tells it.
    [[nodiscard]] std::optional<double> wearer_days() const noexcept;
};

/// The last state of one episode as a program concluded it.
struct Concluded {
    EpisodeId id;
    std::optional<OrderId> order;
    std::optional<ConditionId> condition;
    model::EpisodeKind kind = model::EpisodeKind::exclusion_zone;
    model::EpisodeState state = model::EpisodeState::possible;
    UtcTime started;
    std::optional<UtcTime> ended;
    UtcTime detected;
};

/// Reads a truth file: a line each `{"order","condition","kind","started","ended"}` with `fixes` or `reports` and
/// `gap_s` where known, or `{"order","watched_from","watched_until"}`; other keys are left alone. Refused with the
/// number of the line, what is there and what would be right.
[[nodiscard]] Result<Truth> read_truth(std::string_view lines);

/// Reads what `cordon replay` prints, with or without `--final`: of several lines of one id the one of the highest
/// revision holds, and one withdrawn is none. Refused as `read_truth` does.
[[nodiscard]] Result<std::vector<Concluded>> read_concluded(std::string_view lines);

/// What came of the true episodes of one kind and class.
struct Recall {
    std::size_t happened = 0;
    std::size_t told = 0;  ///< by any episode, possible or confirmed, a crossing too
    std::size_t confirmed = 0;
};

struct KindOfTruth {
    model::EpisodeKind kind = model::EpisodeKind::exclusion_zone;
    std::array<Recall, seen_classes> by_class;  ///< by `Seen`

    [[nodiscard]] Recall all() const noexcept;
};

struct Evaluation {
    std::vector<KindOfTruth> kinds;  ///< those the truth has, in the order of `EpisodeKind`
    std::size_t judged = 0;          ///< concluded episodes of a kind that is judged
    std::size_t confirmed = 0;       ///< of them
    std::size_t false_confirmed = 0;
    std::size_t false_possible = 0;
    std::size_t not_judged = 0;
    std::optional<double> wearer_days;
    std::vector<EpisodeId> false_ids;    ///< the false confirmed ones, as they stand in the file
    std::vector<std::size_t> missed;     ///< numbers of the true episodes that nothing told of
    std::optional<Millis> delay_median;  ///< from a true episode's start to the first `detected`, of those told
    std::optional<Millis> delay_p90;

    [[nodiscard]] std::array<Recall, seen_classes> by_class() const noexcept;
    [[nodiscard]] std::optional<double> false_confirmed_per_wearer_day() const noexcept;
};

/// Compares. The rule of matching, whole:
/// - A concluded episode and a true one **match** where order and condition are the same, the kinds are alike, and
/// their
///   times overlap when the concluded one is widened by `tolerance` on both sides. Kinds are alike where equal; an
///   entry is an entry whether it is called `exclusion_zone` or `crossing`, since how many fixes fell in is not known
///   to who is inside. Episodes without an end last for ever. One episode may match several, of either side.
/// - A true episode is **told** where any matches, **confirmed** where one of those is confirmed.
/// - A concluded episode is **judged** where its kind is an exclusion, inclusion or restriction zone, a crossing, a
///   curfew, an attendance or a proximity, or any kind the truth has; others (approach, silence, what a device says)
///   are only counted. It is **false** where it is judged and matches nothing.
/// - The **delay** of a told episode is the earliest `detected` among its matches, less the true start; below zero
/// where
///   a circle reached over the boundary before the person did. Quantiles by nearest rank.
/// `tolerance` is not negative; one report interval is right: an episode can only be dated by fixes. Pure.
[[nodiscard]] Evaluation evaluate(const Truth& truth, std::span<const Concluded> concluded, Millis tolerance);

/// One JSON object: `wearer_days`, `false_confirmed`, `false_confirmed_per_wearer_day`, `recall` by class and by kind,
/// …
[[nodiscard]] std::string to_json(const Evaluation& evaluation);

}  // namespace cordon::sim
