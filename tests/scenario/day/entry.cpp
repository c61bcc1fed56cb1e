// SPDX-License-Identifier: Apache-2.0
#include "monitored_day.hpp"

#include <algorithm>

namespace cordon::scenario {

namespace {

using namespace std::chrono_literals;

constexpr double outside_lat = 51.51;  // 1.1 km north of the zone's centre

/// Each tag in turn: outside, then two minutes inside, then outside again.
void walk_in_and_out(PipelineRun& run, SteppedClock& clock, std::size_t tags)
{
    for (const double lat : {outside_lat, 51.5, 51.5, outside_lat}) {
        clock.step(60s);
        for (std::size_t tag = 0; tag < tags; ++tag) {
            run.write(fix(tag, clock.now(), lat, -0.1));
        }
        clock.step(1500ms);  // a tick comes of it, as it would in the night
    }
}

std::vector<model::Change> changes_of(const std::vector<model::EpisodeChange>& told)
{
    std::vector<model::Change> changes;
    std::ranges::transform(told, std::back_inserter(changes), [](const auto& change) { return change.episode.change; });
    return changes;
}

TEST(MonitoredDay, an_entry_is_told_as_possible_then_confirmed_then_ended)
{
    const ScratchFolder folder;
    SteppedClock clock{at("2026-03-01T12:00:00Z")};
    PipelineRun run{folder.path, clock};
    impose(run, 1);

    walk_in_and_out(run, clock, 1);

    using enum model::Change;
    EXPECT_EQ(changes_of(run.told()), (std::vector{opened, confirmed, ended}));
}

TEST(MonitoredDay, a_device_is_let_in_from_the_moment_its_record_is_durable)
{
    const ScratchFolder folder;
    SteppedClock clock{at("2026-03-01T12:00:00Z")};
    PipelineRun run{folder.path, clock};
    EXPECT_EQ(run.device("tag-0"), nullptr);

    impose(run, 1);

    EXPECT_NE(run.device("tag-0"), nullptr);
}

TEST(MonitoredDay, a_restart_tells_the_same_stream_again_and_nothing_twice)
{
    const ScratchFolder folder;
    SteppedClock clock{at("2026-03-01T12:00:00Z")};
    std::vector<model::EpisodeChange> before;
    {
        PipelineRun run{folder.path, clock};
        impose(run, 3);
        walk_in_and_out(run, clock, 3);
        before = run.told();
    }

    PipelineRun again{folder.path, clock};

    EXPECT_EQ(again.told(), before);
    EXPECT_NE(again.device("tag-2"), nullptr);
}

TEST(MonitoredDay, a_lost_feed_is_made_again_from_the_journal)
{
    const ScratchFolder folder;
    SteppedClock clock{at("2026-03-01T12:00:00Z")};
    std::vector<model::EpisodeChange> before;
    {
        PipelineRun run{folder.path, clock};
        impose(run, 2);
        walk_in_and_out(run, clock, 2);
        before = run.told();
    }
    std::filesystem::remove_all(folder.path / "feed");

    PipelineRun again{folder.path, clock};

    EXPECT_FALSE(before.empty());
    EXPECT_EQ(again.told(), before);
}

TEST(MonitoredDay, any_number_of_shards_tells_the_same_stream)
{
    const ScratchFolder folder;
    SteppedClock clock{at("2026-03-01T12:00:00Z")};
    std::vector<model::EpisodeChange> with_one;
    {
        PipelineRun run{folder.path, clock, 1};
        impose(run, 8);
        walk_in_and_out(run, clock, 8);
        with_one = run.told();
    }
    std::filesystem::remove_all(folder.path / "feed");

    PipelineRun with_four{folder.path, clock, 4};

    EXPECT_EQ(with_one.size(), 24U);
    EXPECT_EQ(with_four.told(), with_one);
}

TEST(MonitoredDay, the_journals_clock_never_goes_back_when_the_machines_does)
{
    const ScratchFolder folder;
    SteppedClock clock{at("2026-03-01T12:00:00Z")};
    {
        PipelineRun run{folder.path, clock};
        impose(run, 1);
        clock.step(-3600s);
        run.write(fix(0, clock.now(), outside_lat, -0.1));
    }

    Counters counters;
    const auto journal = journal::LocalJournal::open({.folder = folder.path / "journal"}, counters).value();
    const auto reader = journal->read(Offset{0});
    UtcTime last;
    std::size_t records = 0;
    for (auto next = reader->next(); next.value(); next = reader->next()) {
        EXPECT_GE(next.value()->record.at, last);
        last = next.value()->record.at;
        ++records;
    }
    EXPECT_GE(records, 3U);
}

}  // namespace

}  // namespace cordon::scenario
