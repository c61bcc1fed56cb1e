// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fix.hpp"

#include <cordon/model/episode.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cordon::engine {

/// A fix that a draft rests on, and its distance to the zone's boundary.
struct Proof {
    UtcTime at;
    model::Position position;
    double accuracy_m = 0;
    std::int64_t distance_mm = 0;
    DeviceNumber device = 0;
    bool late = false;

    bool operator==(const Proof&) const = default;
};

/// Which of its order's watches concluded a draft. The same condition in a changed form is another watch.
using WatchNumber = std::uint32_t;

/// An episode as the rules have it now. It becomes one that is told when `Story` gives it an id.
struct Draft {
    std::uint64_t serial = 0;            ///< rises in the order of opening; given again to others after a step back
    std::optional<WatchNumber> watch;    ///< none where no condition is meant
    std::optional<DeviceNumber> device;  ///< where it is about one device
    model::EpisodeKind kind = model::EpisodeKind::exclusion_zone;
    model::EpisodeState state = model::EpisodeState::possible;
    model::Severity severity = model::Severity::notice;
    std::optional<model::AlCode> al_code;
    UtcTime started;
    std::optional<UtcTime> ended;
    std::string reason;
    std::vector<Proof> evidence;
    bool late = false;  ///< what made it came late; a late fix in the evidence says so itself
};

/// What a watch remembers of a draft it holds open, enough to put it back to how it was.
struct OpenDraft {
    std::uint64_t serial = 0;  ///< 0: none is open
    std::uint32_t evidence = 0;
    bool confirmed = false;
    std::optional<model::AlCode> al_code;

    explicit operator bool() const noexcept { return serial != 0; }

    bool operator==(const OpenDraft&) const = default;
};

/// The drafts of one order's watches over the last days, in the order of opening.
class Drafts {
public:
    /// Adds a draft that goes on; `draft.serial` is given here.
    OpenDraft open(Draft draft, const Fix& fix, std::int64_t distance_mm);
    /// The same without a fix to show: a device said it.
    OpenDraft open(Draft draft);
    /// Adds one that is over already.
    void add_whole(Draft draft);

    void add_evidence(OpenDraft& open, const Fix& fix, std::int64_t distance_mm);
    void confirm(OpenDraft& open, std::string reason, model::Severity severity);
    /// A curfew's code: the last that holds (§4).
    void set_code(OpenDraft& open, model::AlCode code);
    void end(OpenDraft& open, UtcTime at);
    /// Another reason, severity and single fix to show. By itself nothing to tell of, like more evidence; what it was
    /// before is its watch's to remember.
    void recast(const OpenDraft& open, std::string reason, model::Severity severity, const Proof& shown);

    /// Puts a draft back to how it was when `then` was remembered; `first_reason` is the one it was opened with.
    void restore(const OpenDraft& then, const char* first_reason);
    /// Takes out all that were opened since `serial` was the next.
    void drop_from(std::uint64_t serial);

    [[nodiscard]] std::uint64_t next_serial() const noexcept { return next_; }

    [[nodiscard]] const std::vector<Draft>& all() const noexcept { return drafts_; }

    /// Takes out those that `gone` names by their place.
    template <class Gone>
    void forget(const Gone& gone);

    /// Of how many, from the first, the telling before this one knew; those after them are new, or decided anew.
    [[nodiscard]] std::size_t standing() const noexcept { return standing_; }

    /// The serials to which something happened since; more evidence alone is not something. Some stand twice.
    [[nodiscard]] const std::vector<std::uint64_t>& touched() const noexcept { return touched_; }

    [[nodiscard]] std::size_t index_of(std::uint64_t serial) const;
    void all_told();

    /// Its whole state, for a snapshot (archive.hpp).
    template <class Archive>
    void serialize(Archive& archive)
    {
        archive(drafts_, next_, standing_, touched_);
    }

private:
    [[nodiscard]] Draft& at(std::uint64_t serial) { return drafts_[index_of(serial)]; }

    std::vector<Draft> drafts_;
    std::uint64_t next_ = 1;
    std::size_t standing_ = 0;
    std::vector<std::uint64_t> touched_;
};

template <class Gone>
void Drafts::forget(const Gone& gone)
{
    std::size_t place = 0;
    std::erase_if(drafts_, [&](const Draft&) { return gone(place++); });
    all_told();
}

[[nodiscard]] Proof proof_of(const Fix& fix, std::int64_t distance_mm) noexcept;

}  // namespace cordon::engine
