// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/counters.hpp>
#include <cordon/journal/feed_log.hpp>
#include <cordon/journal/local_journal.hpp>
#include <cordon/model/order_document.hpp>
#include <cordon/pipeline/pipeline.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <semaphore>
#include <string>
#include <vector>

namespace cordon::scenario {

/// A clock that stands still until it is stepped.
class SteppedClock final : public port::Clock {
public:
    explicit SteppedClock(UtcTime start) : millis_{to_millis(start)} {}

    [[nodiscard]] UtcTime now() const override { return from_millis(millis_.load()); }

    void step(Millis by) { millis_.fetch_add(by.count()); }

private:
    std::atomic<std::int64_t> millis_;
};

/// A folder that is gone with it.
class ScratchFolder {
public:
    ScratchFolder()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "cordon-scenario-XXXXXX").string();
        path = mkdtemp(pattern.data());
    }

    ~ScratchFolder() { std::filesystem::remove_all(path); }

    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    std::filesystem::path path;
};

inline UtcTime at(const char* text)
{
    return parse_utc(text).value();
}

/// One run of the pipeline on the real journal and the real feed in a folder: what lies between the sockets and the
/// outside, with a clock that the test steps.
class PipelineRun {
public:
    PipelineRun(const std::filesystem::path& folder, SteppedClock& clock, std::size_t shards = 1)
        : journal_{journal::LocalJournal::open({.folder = folder / "journal"}, counters_).value()},
          feed_{journal::FeedLog::open({.folder = folder / "feed"}, journal_->end(), counters_).value()},
          pipeline_{{.shards = shards, .fatal = [](const Fault& fault) { ADD_FAILURE() << fault.what; }},
                    *journal_,
                    *feed_,
                    clock,
                    counters_}
    {
        intake_ = &pipeline_.open_intake([this] { durable_.release(); });
        pipeline_.on_settled([this] { settled_.release(); });
        EXPECT_TRUE(pipeline_.start().has_value());
    }

    ~PipelineRun() { stop(); }

    PipelineRun(const PipelineRun&) = delete;
    PipelineRun& operator=(const PipelineRun&) = delete;

    /// Hands one record over and returns when it is durable.
    Offset write(model::Body body)
    {
        EXPECT_TRUE(intake_->offer(std::move(body), ++ticket_));
        std::vector<port::Durable> durable(1);
        while (intake_->collect(durable) == 0) {
            durable_.acquire();
        }
        EXPECT_EQ(durable.front().ticket, ticket_);
        return durable.front().offset;
    }

    /// Every change told so far, once all that is durable has been decided.
    std::vector<model::EpisodeChange> told()
    {
        const Offset end = journal_->end();
        while (feed_->settled() < end) {
            settled_.acquire();
        }
        std::vector<model::EpisodeChange> changes;
        const auto reader = feed_->read({});
        for (auto next = reader->next(); next.has_value() && next.value(); next = reader->next()) {
            changes.push_back(*next.value());
        }
        return changes;
    }

    [[nodiscard]] std::shared_ptr<const model::Device> device(const char* id) const { return pipeline_.find({id}); }

    void stop() { pipeline_.stop(); }

private:
    Counters counters_;
    std::unique_ptr<journal::LocalJournal> journal_;
    std::unique_ptr<journal::FeedLog> feed_;
    std::counting_semaphore<> durable_{0};
    std::counting_semaphore<> settled_{0};
    pipeline::Pipeline pipeline_;
    port::Intake* intake_ = nullptr;
    std::uint64_t ticket_ = 0;
};

/// Orders `ORD-0` to `ORD-<n-1>`, each with the tag `tag-<i>` and one circle of 100 m at 51.5, -0.1 as condition Z1.
inline void impose(PipelineRun& run, std::size_t orders)
{
    for (std::size_t i = 0; i < orders; ++i) {
        const std::string n = std::to_string(i);
        const auto document = model::read_order_document(
            R"({"devices":[{"id":"tag-)" + n + R"(","protocol":"teltonika"}],
            "orders":[{"id":"ORD-)" +
            n + R"(","type":"licence","time_zone":"Europe/London","starts":"2026-01-05T10:00:00Z",
            "ends":"2026-07-05T22:59:00Z","wearer":{"id":"W-)" +
            n + R"("},
            "activations":[{"device":"tag-)" +
            n + R"(","kind":"tag","from":"2026-01-05T10:00:00Z","to":null}],
            "conditions":[{"id":"Z1","type":"exclusion_zone","name":"Her street",
                           "geometry":{"type":"Point","coordinates":[-0.1,51.5]},"radius_m":100}]}]})");
        ASSERT_TRUE(document.has_value());
        run.write(model::DeviceRecord{.json = document.value().devices.front().json, .by = {"test"}});
        run.write(model::OrderRecord{.json = document.value().orders.front().json, .by = {"test"}});
    }
}

/// A frame of one fix, received when it was made.
inline model::FrameRecord fix(std::size_t tag, UtcTime when, double lat, double lon)
{
    const DeviceId device{"tag-" + std::to_string(tag)};
    return {.device = device,
            .peer = "127.0.0.1:1",
            .received = when,
            .raw = {1, 2, 3},
            .observations = {{.device = device,
                              .fix_time = when,
                              .received = when,
                              .position = model::Position::from_degrees(lat, lon),
                              .accuracy_m = 8.0}}};
}

}  // namespace cordon::scenario
