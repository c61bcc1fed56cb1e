// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "draft.hpp"

#include <cordon/model/episode.hpp>

#include <vector>

namespace cordon::engine {

/// The record that is being answered, and where its changes go.
struct Telling {
    Offset offset;
    UtcTime at;
    std::vector<model::EpisodeChange>& out;

    void add(model::Episode episode)
    {
        const auto index = static_cast<std::uint32_t>(out.size());
        out.push_back({.id = {.offset = offset, .index = index}, .episode = std::move(episode)});
    }
};

/// The names behind the numbers in a draft.
struct Names {
    const OrderId& order;
    const std::vector<ConditionId>& conditions;  ///< by WatchNumber
    const std::vector<DeviceId>& devices;        ///< by DeviceNumber
};

/// What was told of one order's episodes so far. A draft is the same episode as one told before while condition, kind
/// and device are the same and their times overlap; of a split the earlier part keeps the id, of a merge the earlier id
/// stays and the later is withdrawn (§8).
class Story {
public:
    /// Tells what happened to the drafts since the last telling. `late`: a late fix did it.
    void tell(Drafts& drafts, bool late, const Names& names, Telling& telling);

    /// Forgets drafts, and what was told of them, that were opened before `serial` and ended before `before`.
    void forget(Drafts& drafts, std::uint64_t serial, UtcTime before);

    /// Every episode that is not forgotten, as its draft has it now.
    void stand(const Drafts& drafts, const Names& names, std::vector<model::Episode>& out) const;

    /// Its whole state, for a snapshot (archive.hpp).
    template <class Archive>
    void serialize(Archive& archive)
    {
        archive(told_);
    }

private:
    struct Told {
        Draft draft;  ///< as it was told
        EpisodeId id;
        UtcTime detected;
        std::uint32_t revision = 1;
        model::Change change = model::Change::opened;
        bool late = false;
    };

    [[nodiscard]] static Told take_same(std::vector<Told>& old, const Draft& draft);
    [[nodiscard]] static Told first_telling(const Draft& draft, bool late, const Names& names, Telling& telling);
    static void tell_withdrawn(const Told& gone, const Names& names, Telling& telling);
    static void tell_change(Told& told, const Draft& draft, bool late, const Names& names, Telling& telling);

    std::vector<Told> told_;  ///< one for each draft, in the same order, after each telling
};

/// The weightiest of the changes (§8); none where nothing is worth telling: an open episode that only gained evidence.
[[nodiscard]] std::optional<model::Change> what_changed(const Draft& was, const Draft& now);

}  // namespace cordon::engine
