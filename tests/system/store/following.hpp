// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "postgres.hpp"

#include <cordon/core/counters.hpp>
#include <cordon/journal/feed_log.hpp>
#include <cordon/journal/local_journal.hpp>
#include <cordon/store/store.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace cordon::test {

using namespace std::chrono_literals;

inline UtcTime utc(std::string_view text)
{
    return *parse_utc(text);
}

/// A folder that is gone at the end.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::string pattern = "/tmp/cordonXXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error{"no temporary folder"};
        }
        path = pattern;
    }

    ~TemporaryFolder() { std::filesystem::remove_all(path); }

    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    TemporaryFolder(TemporaryFolder&&) = delete;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;

    std::filesystem::path path;
};

/// A journal and a feed on disk, small enough to make thousands of.
struct Truth {
    TemporaryFolder folder;
    Counters counters;
    std::unique_ptr<journal::LocalJournal> journal =
        journal::LocalJournal::open({.folder = folder.path / "journal", .segment_bytes = 1U << 20U}, counters).value();
    std::unique_ptr<journal::FeedLog> feed =
        journal::FeedLog::open({.folder = folder.path / "feed", .segment_bytes = 1U << 20U}, {}, counters).value();
    UtcTime clock = utc("2026-03-29T00:00:00Z");

    /// Appends the record, a second after the one before, and says that all its changes are told.
    Offset add(model::Body body, std::vector<model::Episode> told = {})
    {
        clock += 1s;
        const model::Record record{.at = clock, .body = std::move(body)};
        const Offset offset = journal->append({&record, 1}).value();
        std::vector<model::EpisodeChange> changes;
        for (model::Episode& episode : told) {
            const auto index = static_cast<std::uint32_t>(changes.size());
            changes.push_back({.id = {.offset = offset, .index = index}, .episode = std::move(episode)});
        }
        static_cast<void>(feed->publish(changes, offset).value());
        return offset;
    }

    Offset add_frame(std::vector<model::Observation> observations)
    {
        return add(model::FrameRecord{.device = observations.front().device,
                                      .received = clock,
                                      .raw = {1, 2, 3},
                                      .observations = std::move(observations)});
    }

    /// A fix somewhere in London.
    [[nodiscard]] model::Observation fix(UtcTime at, const std::string& device = "356307042441013") const
    {
        return {.device = {device},
                .fix_time = at,
                .received = clock,
                .position = *model::Position::from_e7(515'000'001, -1'200'003),
                .accuracy_m = 8};
    }

    /// Many frames of one fix each, a second apart.
    void add_fixes(int count)
    {
        std::vector<model::Record> records;
        for (int i = 0; i < count; ++i) {
            clock += 1s;
            records.push_back(
                {.at = clock,
                 .body = model::FrameRecord{
                     .device = {"356307042441013"}, .received = clock, .raw = {1}, .observations = {fix(clock)}}});
        }
        const Offset last = journal->append(records).value();
        static_cast<void>(feed->publish({}, last).value());
    }
};

/// The store in a thread of its own, as the daemon has it.
class Following {
public:
    Following(Truth& truth, const std::string& url, std::size_t batch_records = 50)
        : truth_{truth},
          store_{{.url = url,
                  .sql_folder = std::filesystem::path{CORDON_SOURCE_DIR} / "sql",
                  .batch_records = batch_records,
                  .linger = 1ms,
                  .first_back_off = 5ms,
                  .longest_back_off = 50ms,
                  .stop_grace = 300ms},
                 *truth.journal,
                 *truth.feed,
                 counters},
          thread_{[this](const std::stop_token& stop) { store_.run(stop); }}
    {
    }

    void wake() { store_.wake(); }

    void stop() { thread_ = {}; }

    /// Waits until the database has all that is settled.
    [[nodiscard]] bool caught_up()
    {
        store_.wake();
        return eventually([this] { return cursor() == static_cast<std::int64_t>(truth_.feed->settled().value); });
    }

    [[nodiscard]] std::int64_t cursor() { return counters.gauge("store_cursor_offset", "", "").value(); }

    [[nodiscard]] bool connected() const { return store_.connected(); }

    [[nodiscard]] std::uint64_t failures(const std::string& reason)
    {
        return counters.counter("store_failures_total", "reason=\"" + reason + "\"", "").value();
    }

    Counters counters;

private:
    Truth& truth_;
    store::Store store_;
    std::jthread thread_;
};

}  // namespace cordon::test
