// SPDX-License-Identifier: Apache-2.0
// rules.md §8 as a property: for any order of arrival within the horizon, and any duplication, the final set of
// episodes is the same; and the same journal gives the same changes, bit for bit.
#include "restless_walk.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace cordon::test {
namespace {

using namespace std::chrono_literals;

std::vector<model::Episode> concluded(const std::vector<model::Observation>& arrivals, UtcTime end)
{
    EngineRun run;
    run.order(every_condition());
    for (const auto& observation : arrivals) {
        run.take(observation);
    }
    run.tick(end);
    return run.conclusions();
}

/// The same fixes, each received at some time up to `end`, some of them twice, in the order of receipt.
std::vector<model::Observation> shaken(std::vector<model::Observation> walk, std::mt19937& chance, UtcTime end)
{
    const std::size_t once = walk.size();
    for (std::size_t i = 0; i < once; ++i) {
        const auto room = static_cast<std::uint64_t>((end - *walk[i].fix_time).count());
        walk[i].received =
            *walk[i].fix_time + Millis{static_cast<std::int64_t>(chance() % 3 == 0 ? chance() % room : 2'000)};
        if (chance() % 5 == 0) {
            auto copy = walk[i];
            copy.received += Millis{static_cast<std::int64_t>(chance() % 100'000)};
            walk.push_back(copy);
        }
    }
    std::shuffle(walk.begin(), walk.end(), chance);
    if (chance() % 2 == 0) {
        std::sort(walk.begin(), walk.end(), [](const auto& a, const auto& b) { return a.received < b.received; });
    }
    return walk;
}

TEST(AnyOrder, of_arrival_and_any_duplication_gives_the_same_episodes)
{
    EXPECT_TRUE(rc::check("the final episodes are those of arrival in order", [] {
        std::mt19937 chance{*rc::gen::arbitrary<std::uint32_t>()};
        const auto walk = random_walk(chance, *rc::gen::inRange(1, 250));
        const UtcTime end = *walk.back().fix_time + 1h;

        RC_ASSERT(concluded(walk, end) == concluded(shaken(walk, chance, end), end));
    }));
}

TEST(AnyOrder, holds_over_many_checkpoints_and_what_is_forgotten)
{
    std::mt19937 chance{20260105};
    const auto walk = random_walk(chance, 9'000);         // about twelve days, in which the first fixes are forgotten
    const UtcTime end = *walk.back().fix_time + 24h * 6;  // when the last of the late ones has come
    auto arrivals = walk;
    for (auto& fix : arrivals) {
        if (chance() % 120 == 0) {
            fix.received = *fix.fix_time + Millis{static_cast<std::int64_t>(chance() % (6U * 24U * 3'600'000U))};
        }
    }
    std::sort(arrivals.begin(), arrivals.end(), [](const auto& a, const auto& b) {
        return std::tie(a.received, a.fix_time, a.accuracy_m) < std::tie(b.received, b.fix_time, b.accuracy_m);
    });

    const auto in_order = concluded(walk, end);
    const auto late = concluded(arrivals, end);

    ASSERT_EQ(in_order.size(), late.size());
    EXPECT_EQ(in_order, late);
    EXPECT_GT(in_order.size(), 500U);
}

TEST(Replay, of_the_same_journal_tells_the_same_changes)
{
    std::mt19937 chance{7};
    const auto walk = random_walk(chance, 400);
    const auto arrivals = shaken(walk, chance, *walk.back().fix_time + 1h);
    const auto told = [&] {
        EngineRun run;
        run.order(every_condition());
        for (const auto& observation : arrivals) {
            run.take(observation);
        }
        return run.told();
    };

    EXPECT_EQ(told(), told());
    EXPECT_GT(told().size(), 50U);
}

}  // namespace
}  // namespace cordon::test
