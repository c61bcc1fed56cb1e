// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "log_reader.hpp"

#include <cordon/port/feed.hpp>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace cordon::journal {

/// What the feed's writer tells its readers, the number first.
struct FeedPublished {
    std::atomic<std::uint64_t> number{0};   ///< of the last change that is written
    std::atomic<std::uint64_t> settled{0};  ///< the offset of the last record whose changes are all there
};

class ChangeReader final : public port::FeedReader {
public:
    ChangeReader(std::filesystem::path folder, model::StreamId after, std::shared_ptr<const FeedPublished> published);

    [[nodiscard]] Result<std::optional<model::EpisodeChange>> next() override;

private:
    Result<void> find(std::uint64_t end);
    Result<void> hold_next(LogReader& log, std::uint64_t end);

    std::filesystem::path folder_;
    model::StreamId after_;
    std::shared_ptr<const FeedPublished> published_;
    std::optional<LogReader> log_;
    std::optional<model::EpisodeChange> held_;  // read, but of a record that has not settled
};

}  // namespace cordon::journal
