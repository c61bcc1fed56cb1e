// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/port/feed.hpp>

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace cordon::fakes {

/// The stream of changes in memory. A mutex: a test publishes while readers read.
class MemoryFeed final : public port::Feed {
public:
    Result<void> publish(std::span<const model::EpisodeChange> changes, Offset settled) override
    {
        const std::scoped_lock lock{mutex_};
        changes_.insert(changes_.end(), changes.begin(), changes.end());
        settled_ = std::max(settled_, settled);
        return done();
    }

    Offset settled() const noexcept override
    {
        const std::scoped_lock lock{mutex_};
        return settled_;
    }

    std::unique_ptr<port::FeedReader> read(model::StreamId after) const override
    {
        return std::make_unique<Reader>(*this, after);
    }

private:
    class Reader final : public port::FeedReader {
    public:
        Reader(const MemoryFeed& feed, model::StreamId after) : feed_{feed}, after_{after} {}

        Result<std::optional<model::EpisodeChange>> next() override
        {
            const std::scoped_lock lock{feed_.mutex_};
            const auto it = std::ranges::upper_bound(feed_.changes_, after_, {}, &model::EpisodeChange::id);
            if (it == feed_.changes_.end()) {
                return std::optional<model::EpisodeChange>{};
            }
            after_ = it->id;
            return std::optional{*it};
        }

    private:
        const MemoryFeed& feed_;
        model::StreamId after_;
    };

    mutable std::mutex mutex_;
    std::vector<model::EpisodeChange> changes_;
    Offset settled_;
};

}  // namespace cordon::fakes
