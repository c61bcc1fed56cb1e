// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/port/case_reader.hpp>

#include <filesystem>
#include <utility>

namespace cordon::app {

/// Tracks from the local journal of a state folder, whether or not a daemon holds it: for when PostGIS is away. It
/// reads the journal from its beginning.
class JournalCases final : public port::CaseReader {
public:
    explicit JournalCases(std::filesystem::path state) : state_{std::move(state)} {}

    [[nodiscard]] Result<std::optional<UtcTime>> read_tracks(
        std::span<const port::TrackSpan> spans, const std::function<void(model::Observation&&)>& take) override;

private:
    std::filesystem::path state_;
};

}  // namespace cordon::app
