// SPDX-License-Identifier: Apache-2.0
#include "journal_cases.hpp"

#include <cordon/journal/inspection.hpp>

#include <algorithm>
#include <unordered_map>
#include <variant>
#include <vector>

namespace cordon::app {

namespace {

class Wanted {
public:
    explicit Wanted(std::span<const port::TrackSpan> spans)
    {
        for (const port::TrackSpan& span : spans) {
            by_device_[span.device].push_back(span);
        }
    }

    [[nodiscard]] bool has(const model::Observation& observation) const
    {
        const auto spans = by_device_.find(observation.device);
        return spans != by_device_.end() &&
               std::ranges::any_of(spans->second, [&](const auto& span) { return port::is_within(span, observation); });
    }

private:
    std::unordered_map<DeviceId, std::vector<port::TrackSpan>> by_device_;
};

}  // namespace

Result<std::optional<UtcTime>> JournalCases::read_tracks(std::span<const port::TrackSpan> spans,
                                                         const std::function<void(model::Observation&&)>& take)
{
    CORDON_TRY(const auto reader, journal::read_journal(state_ / "journal"));
    const Wanted wanted{spans};
    std::optional<UtcTime> clock;
    while (true) {
        CORDON_TRY(auto stamped, reader->next());
        if (!stamped) {
            return clock;
        }
        clock = stamped->record.at;
        auto* frame = std::get_if<model::FrameRecord>(&stamped->record.body);
        if (frame == nullptr) {
            continue;
        }
        for (model::Observation& observation : frame->observations) {
            if (wanted.has(observation)) {
                take(std::move(observation));
            }
        }
    }
}

}  // namespace cordon::app
