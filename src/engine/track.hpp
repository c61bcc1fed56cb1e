// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fix.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace cordon::engine {

/// What the jump rule says of a fix (§2), device by device.
enum class Verdict : std::uint8_t {
    plausible,
    leap,     ///< not feasible from the last plausible one: does not count unless the next fix bears it out
    rescued,  ///< a leap that the next fix bore out
    rescuer,  ///< the fix that bore it out
};

struct Kept {
    Fix fix;
    Verdict verdict = Verdict::plausible;

    [[nodiscard]] bool counts() const noexcept { return verdict != Verdict::leap; }
};

/// An order's fixes of the last days in the order of the rules, whatever order they came in, each with the verdict of
/// the jump rule, and without copies.
class Track {
public:
    explicit Track(std::size_t devices = 0) : start_(devices) {}

    void set_devices(std::size_t devices) { start_.resize(devices); }

    /// Puts a fix in its place. `suspect`: its time lies too far ahead of its receipt, so it counts for nothing, and
    /// neither does a later copy of it. Of copies the one received first decides. Returns the first place from which
    /// the counting fixes may differ from before; nothing where all is as it was. `max_speed` gives the limit of the
    /// jump rule at an instant.
    template <class MaxSpeed>
    std::optional<UtcTime> insert(const Fix& fix, bool suspect, const MaxSpeed& max_speed);

    /// Takes out what `unwanted` names, from the first fix at or after `from`. Returns as insert does.
    template <class Unwanted, class MaxSpeed>
    std::optional<UtcTime> remove_if(UtcTime from, const Unwanted& unwanted, const MaxSpeed& max_speed);

    [[nodiscard]] std::size_t size() const noexcept { return kept_.size(); }

    [[nodiscard]] const Kept& operator[](std::size_t i) const noexcept { return kept_[i]; }

    /// The first place whose fix time is `at` or after it.
    [[nodiscard]] std::size_t place_of(UtcTime at) const noexcept;

    /// Forgets the first `count` fixes; what the jump rule needs of them is kept. Also suspects received before
    /// `since`.
    void forget(std::size_t count, UtcTime since);

    /// Its whole state, for a snapshot (archive.hpp).
    template <class Archive>
    void serialize(Archive& archive)
    {
        archive(kept_, suspects_, start_, unclocked_);
    }

private:
    /// Where the jump rule stands for one device.
    struct Standing {
        std::optional<Fix> plausible;
        std::optional<Fix> leap;
    };

    struct Taken {
        std::optional<UtcTime> changed;
        bool known = false;  ///< an earlier copy decided: nothing more to do
    };

    template <class MaxSpeed>
    Taken take_copy(const Fix& fix, bool suspect, const MaxSpeed& max_speed);
    template <class MaxSpeed>
    UtcTime erase(std::size_t place, const MaxSpeed& max_speed);
    template <class MaxSpeed>
    UtcTime judge(std::size_t from, DeviceNumber device, UtcTime changed, const MaxSpeed& max_speed);
    [[nodiscard]] std::size_t place_for(const Fix& fix) const noexcept;
    [[nodiscard]] std::optional<std::size_t> copy_of(const Fix& fix) const noexcept;
    [[nodiscard]] std::vector<Fix>::iterator suspect_copy_of(const Fix& fix) noexcept;
    [[nodiscard]] Standing standing_before(std::size_t place, DeviceNumber device) const noexcept;
    [[nodiscard]] bool set_verdict(std::size_t place, Verdict verdict, UtcTime& changed) noexcept;
    static void move_on(Standing& standing, const Kept& kept);

    std::vector<Kept> kept_;
    std::vector<Fix> suspects_;    ///< few; in the order of the rules
    std::vector<Standing> start_;  ///< by device: before the first fix that is kept
    std::size_t unclocked_ = 0;    ///< kept fixes without a time of their own
};

template <class MaxSpeed>
std::optional<UtcTime> Track::insert(const Fix& fix, bool suspect, const MaxSpeed& max_speed)
{
    const Taken taken = take_copy(fix, suspect, max_speed);
    if (taken.known) {
        return taken.changed;
    }
    if (suspect) {
        suspects_.insert(std::upper_bound(suspects_.begin(), suspects_.end(), fix, before), fix);
        return taken.changed;
    }
    const std::size_t i = place_for(fix);
    kept_.insert(kept_.begin() + static_cast<std::ptrdiff_t>(i), {.fix = fix, .verdict = Verdict::leap});
    unclocked_ += fix.unclocked ? 1 : 0;
    return judge(i, fix.device, std::min(fix.at, taken.changed.value_or(fix.at)), max_speed);
}

/// Looks for a copy that came before. Where that one decides, all is done; where the new one does, the old is taken
/// out.
template <class MaxSpeed>
Track::Taken Track::take_copy(const Fix& fix, bool suspect, const MaxSpeed& max_speed)
{
    if (const auto old = suspect_copy_of(fix); old != suspects_.end()) {
        if (old->received <= fix.received) {
            return {.known = true};
        }
        suspects_.erase(old);
        return {};
    }
    const auto place = copy_of(fix);
    if (!place) {
        return {};
    }
    Fix& known = kept_[*place].fix;
    if (known.received <= fix.received) {
        return {.known = true};
    }
    if (!suspect && known.at == fix.at) {
        known.received = fix.received;
        known.log = fix.log;
        return {.known = true};
    }
    return {.changed = erase(*place, max_speed)};
}

template <class MaxSpeed>
UtcTime Track::erase(std::size_t place, const MaxSpeed& max_speed)
{
    const DeviceNumber device = kept_[place].fix.device;
    const UtcTime at = kept_[place].fix.at;
    unclocked_ -= kept_[place].fix.unclocked ? 1 : 0;
    kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(place));
    return judge(place, device, at, max_speed);
}

template <class Unwanted, class MaxSpeed>
std::optional<UtcTime> Track::remove_if(UtcTime from, const Unwanted& unwanted, const MaxSpeed& max_speed)
{
    std::optional<UtcTime> changed;
    for (std::size_t i = place_of(from); i < kept_.size();) {
        if (unwanted(kept_[i].fix)) {
            const UtcTime first = erase(i, max_speed);
            changed = std::min(first, changed.value_or(first));
        } else {
            ++i;
        }
    }
    return changed;
}

/// Judges a device's fixes anew from a place on, until the verdicts are again what they were. Returns the first instant
/// at which what counts changed, `changed` or one before it.
template <class MaxSpeed>
UtcTime Track::judge(std::size_t from, DeviceNumber device, UtcTime changed, const MaxSpeed& max_speed)
{
    Standing standing = standing_before(from, device);
    std::optional<std::size_t> leap;  // the place of standing.leap
    for (std::size_t i = from; standing.leap && !leap && i-- > 0;) {
        leap = kept_[i].fix.device == device ? std::optional{i} : std::nullopt;
    }
    bool first = true;
    for (std::size_t i = from; i < kept_.size(); ++i) {
        const Fix& fix = kept_[i].fix;
        if (fix.device != device) {
            continue;
        }
        const double limit = max_speed(fix.at);
        Verdict verdict = Verdict::leap;
        if (!standing.plausible || feasible(*standing.plausible, fix, limit)) {
            verdict = Verdict::plausible;
        } else if (standing.leap && feasible(*standing.leap, fix, limit)) {
            verdict = Verdict::rescuer;
        }
        if (leap) {
            (void)set_verdict(*leap, verdict == Verdict::rescuer ? Verdict::rescued : Verdict::leap, changed);
        }
        const bool same = set_verdict(i, verdict, changed);
        if (same && !first && verdict != Verdict::leap) {
            break;  // from here on all stands as it stood
        }
        first = false;
        move_on(standing, kept_[i]);
        leap = verdict == Verdict::leap ? std::optional{i} : std::nullopt;
    }
    return changed;
}

}  // namespace cordon::engine
