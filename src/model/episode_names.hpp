// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "names.hpp"

#include <cordon/model/episode.hpp>

namespace cordon::model {

inline constexpr Names<EpisodeKind, 21> episode_kinds{{
    {EpisodeKind::exclusion_zone, "exclusion_zone"},
    {EpisodeKind::crossing, "crossing"},
    {EpisodeKind::approach, "approach"},
    {EpisodeKind::inclusion_zone, "inclusion_zone"},
    {EpisodeKind::restriction_zone, "restriction_zone"},
    {EpisodeKind::curfew, "curfew"},
    {EpisodeKind::attendance, "attendance"},
    {EpisodeKind::proximity, "proximity"},
    {EpisodeKind::proximity_prealert, "proximity_prealert"},
    {EpisodeKind::proximity_blind, "proximity_blind"},
    {EpisodeKind::no_contact, "no_contact"},
    {EpisodeKind::no_fix, "no_fix"},
    {EpisodeKind::not_monitored, "not_monitored"},
    {EpisodeKind::association, "association"},
    {EpisodeKind::strap, "strap"},
    {EpisodeKind::case_opened, "case"},
    {EpisodeKind::sos, "sos"},
    {EpisodeKind::jamming, "jamming"},
    {EpisodeKind::battery_low, "battery_low"},
    {EpisodeKind::battery_dead, "battery_dead"},
    {EpisodeKind::clock_fault, "clock_fault"},
}};

inline constexpr Names<EpisodeState, 2> episode_states{{
    {EpisodeState::possible, "possible"},
    {EpisodeState::confirmed, "confirmed"},
}};

inline constexpr Names<Severity, 4> severities{{
    {Severity::critical, "critical"},
    {Severity::serious, "serious"},
    {Severity::notice, "notice"},
    {Severity::info, "info"},
}};

inline constexpr Names<AlCode, 5> al_codes{{
    {AlCode::al08, "AL08"},
    {AlCode::al09, "AL09"},
    {AlCode::al10, "AL10"},
    {AlCode::al11, "AL11"},
    {AlCode::al12, "AL12"},
}};

inline constexpr Names<Change, 7> changes{{
    {Change::opened, "new"},
    {Change::confirmed, "confirmed"},
    {Change::escalated, "escalated"},
    {Change::extended, "extended"},
    {Change::shortened, "shortened"},
    {Change::ended, "ended"},
    {Change::withdrawn, "withdrawn"},
}};

}  // namespace cordon::model
