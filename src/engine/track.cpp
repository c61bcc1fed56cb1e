// SPDX-License-Identifier: Apache-2.0
#include "track.hpp"

namespace cordon::engine {

std::size_t Track::place_of(UtcTime at) const noexcept
{
    const auto place =
        std::lower_bound(kept_.begin(), kept_.end(), at, [](const Kept& kept, UtcTime t) { return kept.fix.at < t; });
    return static_cast<std::size_t>(place - kept_.begin());
}

std::size_t Track::place_for(const Fix& fix) const noexcept
{
    if (kept_.empty() || before(kept_.back().fix, fix)) {
        return kept_.size();  // nearly always
    }
    const auto place =
        std::upper_bound(kept_.begin(), kept_.end(), fix, [](const Fix& a, const Kept& b) { return before(a, b.fix); });
    return static_cast<std::size_t>(place - kept_.begin());
}

std::optional<std::size_t> Track::copy_of(const Fix& fix) const noexcept
{
    if (fix.unclocked) {  // its place says nothing: a copy has the time of its own receipt
        for (std::size_t i = unclocked_ == 0 ? kept_.size() : 0; i < kept_.size(); ++i) {
            if (copies(kept_[i].fix, fix)) {
                return i;
            }
        }
        return std::nullopt;
    }
    const std::size_t place = place_for(fix);
    if (place == 0 || !copies(kept_[place - 1].fix, fix)) {
        return std::nullopt;
    }
    return place - 1;
}

std::vector<Fix>::iterator Track::suspect_copy_of(const Fix& fix) noexcept
{
    const auto place = std::lower_bound(suspects_.begin(), suspects_.end(), fix, before);
    return place != suspects_.end() && copies(*place, fix) ? place : suspects_.end();
}

Track::Standing Track::standing_before(std::size_t place, DeviceNumber device) const noexcept
{
    Standing standing;
    for (std::size_t i = place; i-- > 0;) {
        const Kept& kept = kept_[i];
        if (kept.fix.device != device) {
            continue;
        }
        if (kept.verdict == Verdict::plausible || kept.verdict == Verdict::rescuer) {
            standing.plausible = kept.fix;
            return standing;
        }
        if (!standing.leap) {
            standing.leap = kept.fix;
        }
    }
    standing.plausible = start_[device].plausible;
    if (!standing.leap) {
        standing.leap = start_[device].leap;
    }
    return standing;
}

/// Returns whether it was so already.
bool Track::set_verdict(std::size_t place, Verdict verdict, UtcTime& changed) noexcept
{
    Kept& kept = kept_[place];
    if (kept.verdict == verdict) {
        return true;
    }
    const bool counted = kept.counts();
    kept.verdict = verdict;
    if (kept.counts() != counted) {
        changed = std::min(changed, kept.fix.at);
    }
    return false;
}

void Track::move_on(Standing& standing, const Kept& kept)
{
    if (kept.verdict == Verdict::plausible || kept.verdict == Verdict::rescuer) {
        standing = {.plausible = kept.fix, .leap = std::nullopt};
    } else {
        standing.leap = kept.fix;
    }
}

void Track::forget(std::size_t count, UtcTime since)
{
    for (std::size_t i = 0; i < count; ++i) {
        move_on(start_[kept_[i].fix.device], kept_[i]);
        unclocked_ -= kept_[i].fix.unclocked ? 1 : 0;
    }
    kept_.erase(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(count));
    std::erase_if(suspects_, [since](const Fix& fix) { return fix.received < since; });
}

}  // namespace cordon::engine
