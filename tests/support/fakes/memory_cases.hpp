// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/port/case_reader.hpp>

#include <algorithm>
#include <vector>

namespace cordon::fakes {

/// Recorded observations in the order they came, and what was asked of them.
class MemoryCases final : public port::CaseReader {
public:
    [[nodiscard]] Result<std::optional<UtcTime>> read_tracks(
        std::span<const port::TrackSpan> spans, const std::function<void(model::Observation&&)>& take) override
    {
        asked.assign(spans.begin(), spans.end());
        for (model::Observation observation : recorded) {
            const bool wanted = std::ranges::any_of(spans, [&](const port::TrackSpan& span) {
                return span.device == observation.device && port::is_within(span, observation);
            });
            if (wanted) {
                take(std::move(observation));
            }
        }
        return known_until;
    }

    std::vector<model::Observation> recorded;
    std::optional<UtcTime> known_until;
    std::vector<port::TrackSpan> asked;
};

}  // namespace cordon::fakes
