// SPDX-License-Identifier: Apache-2.0
#include "draft.hpp"

#include <cordon/core/ensure.hpp>

#include <algorithm>
#include <utility>

namespace cordon::engine {

Proof proof_of(const Fix& fix, std::int64_t distance_mm) noexcept
{
    return {.at = fix.at,
            .position = fix.position,
            .accuracy_m = fix.accuracy_m,
            .distance_mm = distance_mm,
            .device = fix.device,
            .late = fix.late};
}

std::size_t Drafts::index_of(std::uint64_t serial) const
{
    const auto place = std::lower_bound(drafts_.begin(), drafts_.end(), serial,
                                        [](const Draft& draft, std::uint64_t n) { return draft.serial < n; });
    ensure(place != drafts_.end() && place->serial == serial, "a draft that is open is kept");
    return static_cast<std::size_t>(place - drafts_.begin());
}

void Drafts::all_told()
{
    standing_ = drafts_.size();
    touched_.clear();
}

OpenDraft Drafts::open(Draft draft, const Fix& fix, std::int64_t distance_mm)
{
    draft.evidence.push_back(proof_of(fix, distance_mm));
    return open(std::move(draft));
}

OpenDraft Drafts::open(Draft draft)
{
    add_whole(std::move(draft));
    const Draft& added = drafts_.back();
    return {.serial = added.serial,
            .evidence = static_cast<std::uint32_t>(added.evidence.size()),
            .confirmed = added.state == model::EpisodeState::confirmed,
            .al_code = added.al_code};
}

void Drafts::add_whole(Draft draft)
{
    draft.serial = next_++;
    drafts_.push_back(std::move(draft));
}

void Drafts::add_evidence(OpenDraft& open, const Fix& fix, std::int64_t distance_mm)
{
    at(open.serial).evidence.push_back(proof_of(fix, distance_mm));
    ++open.evidence;
}

void Drafts::confirm(OpenDraft& open, std::string reason, model::Severity severity)
{
    Draft& draft = at(open.serial);
    draft.state = model::EpisodeState::confirmed;
    draft.reason = std::move(reason);
    draft.severity = severity;
    touched_.push_back(open.serial);
    open.confirmed = true;
}

void Drafts::set_code(OpenDraft& open, model::AlCode code)
{
    at(open.serial).al_code = code;
    touched_.push_back(open.serial);
    open.al_code = code;
}

void Drafts::end(OpenDraft& open, UtcTime at_instant)
{
    Draft& draft = at(open.serial);
    draft.ended = at_instant;
    touched_.push_back(open.serial);
    open = {};
}

void Drafts::recast(const OpenDraft& open, std::string reason, model::Severity severity, const Proof& shown)
{
    Draft& draft = at(open.serial);
    draft.reason = std::move(reason);
    draft.severity = severity;
    draft.evidence.assign(1, shown);
}

void Drafts::restore(const OpenDraft& then, const char* first_reason)
{
    Draft& draft = at(then.serial);
    draft.ended.reset();
    draft.al_code = then.al_code;
    draft.evidence.resize(then.evidence);
    touched_.push_back(then.serial);
    if (!then.confirmed && draft.state == model::EpisodeState::confirmed) {
        draft.state = model::EpisodeState::possible;
        draft.severity = model::Severity::notice;
        draft.reason = first_reason;
    }
}

void Drafts::drop_from(std::uint64_t serial)
{
    const auto first = std::lower_bound(drafts_.begin(), drafts_.end(), serial,
                                        [](const Draft& draft, std::uint64_t n) { return draft.serial < n; });
    drafts_.erase(first, drafts_.end());
    standing_ = std::min(standing_, drafts_.size());
    std::erase_if(touched_, [serial](std::uint64_t n) { return n >= serial; });
    next_ = serial;
}

}  // namespace cordon::engine
