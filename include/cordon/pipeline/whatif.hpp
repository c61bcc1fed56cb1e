// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/result.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/episode.hpp>
#include <cordon/model/order_document.hpp>
#include <cordon/port/case_reader.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <vector>

namespace cordon::pipeline {

/// Which episodes would there have been in `[from, until)`, had these orders held from the beginning?
struct WhatIfQuestion {
    std::vector<model::OrderText> orders;
    UtcTime from;
    UtcTime until;
};

struct EpisodeCount {
    std::size_t possible = 0;
    std::size_t confirmed = 0;

    [[nodiscard]] std::size_t all() const noexcept { return possible + confirmed; }

    bool operator==(const EpisodeCount&) const = default;
};

using CountByKind = std::map<model::EpisodeKind, EpisodeCount>;

/// What was there to decide by: no episode and no track are two things.
struct OrderSeen {
    OrderId order;
    bool in_force = false;         ///< it binds a device at some instant of the time asked for, within its own life
    std::size_t observations = 0;  ///< of its devices, in the time asked for
};

struct WhatIfAnswer {
    std::vector<model::Episode> episodes;  ///< as `replay --final` sorts them
    CountByKind kinds;
    /// Every civil date of the time asked for, by each order's own clock. An episode counts on the date it began; one
    /// from before `from`, on the first.
    std::map<std::chrono::year_month_day, CountByKind> days;
    std::vector<OrderSeen> orders;
    UtcTime until;  ///< where the record ends before the time asked for does: there
};

/// How far before `from` tracks are read: what is running at `from` is decided from its start. A window began at most
/// 25 hours before (the night the clocks go back), and a boundary looks back `gap_s`, five minutes by default.
inline constexpr std::chrono::hours whatif_lead{26};

/// Runs recorded tracks through a fold of their own, as `replay` does: in the order of the journal, each observation
/// moving the clock to its receipt, but never beyond `until`. Only what the orders bind is read, for as long as they
/// bind it.
///
/// Episodes that overlap `[from, until)` are told. Those about arrival itself are not (no_contact, no_fix,
/// not_monitored, association, clock_fault; rules.md §8): a track says where a tag was, not when it was heard of.
/// What began earlier than the lead appears to begin with the first fix read. Any thread; a fault of the record is
/// passed on.
[[nodiscard]] Result<WhatIfAnswer> what_if(const WhatIfQuestion& question, port::CaseReader& cases);

}  // namespace cordon::pipeline
