// SPDX-License-Identifier: Apache-2.0
// A journal that is cut at any record and resumed from a snapshot of the engine tells what the whole one tells, bit for
// bit.
#include "restless_walk.hpp"

#include <cordon/engine/engine.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace cordon::test {
namespace {

using namespace std::chrono_literals;

using Records = std::vector<model::StampedRecord>;

model::StampedRecord record(Records& records, UtcTime at, model::Body body)
{
    const UtcTime last = records.empty() ? at : records.back().record.at;
    return {.offset = {records.size() + 1}, .record = {.at = std::max(at, last), .body = std::move(body)}};
}

/// Two orders, the walk as it arrives, some of it late, a second version with a permission on the way, silences.
Records journal_of(std::mt19937& chance, int fixes)
{
    Records records;
    const auto add = [&](UtcTime at, model::Body body) { records.push_back(record(records, at, std::move(body))); };
    add(ten_o_clock(), model::StartRecord{.version = "test"});
    add(ten_o_clock(), model::OrderRecord{.json = every_condition(), .by = {"test"}});
    auto walk = random_walk(chance, fixes);
    for (auto& fix : walk) {
        fix.received += Millis{chance() % 10 == 0 ? static_cast<std::int64_t>(chance() % 3'600'000U) : 0};
    }
    std::sort(walk.begin(), walk.end(), [](const auto& a, const auto& b) {
        return std::tie(a.received, a.fix_time) < std::tie(b.received, b.fix_time);
    });
    for (const auto& fix : walk) {
        if (records.size() == walk.size() / 2) {
            std::string varied = every_condition();
            varied.replace(varied.find(R"("radius_m":500)"), 14, R"("radius_m":450)");
            add(fix.received, model::OrderRecord{.json = varied, .by = {"test"}});
        }
        model::FrameRecord frame{.device = fix.device, .received = fix.received, .observations = {fix}};
        if (chance() % 30 == 0) {
            frame.observations[0].event = model::DeviceEvent::strap_open;
        }
        add(fix.received, std::move(frame));
        if (chance() % 20 == 0) {
            add(fix.received + 20min, model::TickRecord{});
        }
    }
    add(records.back().record.at + 5h, model::TickRecord{});
    return records;
}

struct Told {
    std::vector<model::EpisodeChange> changes;
    std::vector<model::Episode> standing;

    bool operator==(const Told&) const = default;
};

/// Cut before each record whose number is in `cuts`.
Told told_of(const Records& records, const std::vector<std::size_t>& cuts)
{
    engine::Engine engine;
    Told told;
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (std::find(cuts.begin(), cuts.end(), i) != cuts.end()) {
            auto restored = engine::Engine::restored(engine.snapshot());
            EXPECT_TRUE(restored.has_value()) << restored.error().what;
            engine = std::move(restored).value();
        }
        for (auto& change : engine.apply(records[i])) {
            told.changes.push_back(std::move(change));
        }
    }
    told.standing = engine.standing();
    return told;
}

TEST(Snapshot, resumed_at_any_record_tells_the_same)
{
    std::mt19937 chance{3};
    const Records records = journal_of(chance, 100);
    const Told whole = told_of(records, {});
    EXPECT_GT(whole.changes.size(), 40U);

    for (std::size_t cut = 0; cut < records.size(); ++cut) {
        ASSERT_EQ(told_of(records, {cut}), whole) << "cut before record " << cut;
    }
}

TEST(Snapshot, resumed_again_and_again_tells_the_same_of_any_journal)
{
    EXPECT_TRUE(rc::check("a journal cut often tells what the whole one does", [] {
        std::mt19937 chance{*rc::gen::arbitrary<std::uint32_t>()};
        const Records records = journal_of(chance, *rc::gen::inRange(1, 100));
        std::vector<std::size_t> cuts;
        for (std::size_t i = 0; i < records.size(); ++i) {
            if (chance() % 4 == 0) {
                cuts.push_back(i);
            }
        }
        RC_ASSERT(told_of(records, cuts) == told_of(records, {}));
    }));
}

TEST(Snapshot, of_another_shard_or_cut_off_is_refused)
{
    std::mt19937 chance{4};
    engine::Engine engine;
    for (const auto& each : journal_of(chance, 20)) {
        (void)engine.apply(each);
    }
    const std::string whole = engine.snapshot();

    EXPECT_FALSE(engine::Engine::restored(whole, {.index = 1, .count = 2}).has_value());
    for (std::size_t size = 0; size < whole.size(); size += 97) {
        EXPECT_FALSE(engine::Engine::restored(whole.substr(0, size)).has_value()) << size;
    }
}

}  // namespace
}  // namespace cordon::test
