// SPDX-License-Identifier: Apache-2.0
#include "civil.hpp"

#include <cordon/geo/distance.hpp>
#include <cordon/model/civil.hpp>
#include <cordon/model/observation_json.hpp>
#include <cordon/model/order_document.hpp>
#include <cordon/sim/evaluation.hpp>
#include <cordon/sim/orders.hpp>
#include <cordon/sim/recording.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace cordon::sim {

namespace {

using namespace std::chrono_literals;
using model::EpisodeKind;

const std::string folder = std::string{CORDON_SOURCE_DIR} + "/bench/scenarios/";

Scenario scenario_of(const std::string& name)
{
    std::ifstream in{folder + name + ".json"};
    auto read = read_scenario(std::string{std::istreambuf_iterator<char>{in}, {}});
    if (!read.has_value()) {
        for (const ScenarioFault& fault : read.error()) {
            ADD_FAILURE() << name << ": " << fault.pointer << ": " << fault.what;
        }
        return {};
    }
    return std::move(read).value();
}

std::string joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& line : lines) {
        text += line + '\n';
    }
    return text;
}

/// A scenario of bench/scenarios, played by a few.
struct Played {
    explicit Played(const std::string& name, std::uint32_t count = 6, std::uint64_t seed = 7)
        : scenario{scenario_of(name)},
          wearers{make_wearers(scenario, count, seed)},
          settings{.seed = seed,
                   .starts = scenario.staging->starts,
                   .until = scenario.length,
                   .noise = scenario.noise,
                   .faults = scenario.faults},
          document{orders_document(wearers, scenario.time_zone, settings.starts, settings.starts + settings.until)},
          orders{model::read_order_document(document).value()},
          recording{record(wearers, settings)},
          truth{read_truth(joined(happened_lines(wearers, orders.orders, settings, recording))).value()}
    {
    }

    [[nodiscard]] std::vector<model::Observation> observations() const
    {
        std::vector<model::Observation> said;
        for (const std::string& line : recording.lines) {
            const auto read = model::read_observation_line(line).value();
            if (const auto* observation = std::get_if<model::Observation>(&read)) {
                said.push_back(*observation);
            }
        }
        return said;
    }

    Scenario scenario;
    std::vector<Wearer> wearers;
    TagSettings settings;
    std::string document;
    model::OrderDocument orders;
    Recording recording;
    Truth truth;
};

std::vector<std::string> scenario_names()
{
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator{folder}) {
        names.push_back(file.path().stem().string());
    }
    std::ranges::sort(names);
    return names;
}

model::Schedule nightly(std::chrono::minutes start, std::chrono::minutes end)
{
    model::Window window{.start = start, .end = end};
    window.days.fill(true);
    return {.windows = {window}, .except_dates = {}};
}

}  // namespace

TEST(Recording, of_each_scenario_is_the_same_again_and_another_with_another_seed)
{
    const auto names = scenario_names();

    ASSERT_EQ(names.size(), 12U);
    for (const std::string& name : names) {
        const Played once{name, 2};
        const Played again{name, 2};
        EXPECT_EQ(once.recording.lines, again.recording.lines) << name;
        EXPECT_EQ(once.document, again.document) << name;
        EXPECT_EQ(once.truth.episodes.size(), again.truth.episodes.size()) << name;
        EXPECT_NE(once.recording.lines, Played(name, 2, 8).recording.lines) << name;
    }
}

TEST(Recording, stands_in_the_order_of_receipt_and_nothing_is_received_before_it_was_noted)
{
    const Played played{"newest_first"};
    const auto said = played.observations();

    ASSERT_GT(said.size(), 6U * 1000U);
    EXPECT_TRUE(std::ranges::is_sorted(said, {}, &model::Observation::received));
    EXPECT_TRUE(
        std::ranges::all_of(said, [](const model::Observation& one) { return one.fix_time.value() < one.received; }));
    EXPECT_NE(played.recording.lines.back().find("\"tick\""), std::string::npos);
}

TEST(Recording, brings_a_backlog_newest_first_and_some_of_it_twice)
{
    const auto said = Played{"newest_first"}.observations();
    std::size_t backwards = 0;
    std::map<std::pair<DeviceId, UtcTime>, int> times;
    for (std::size_t i = 1; i < said.size(); ++i) {
        backwards += said[i].device == said[i - 1].device && said[i].fix_time < said[i - 1].fix_time ? 1U : 0U;
    }
    for (const auto& one : said) {
        ++times[{one.device, one.fix_time.value()}];
    }

    EXPECT_GT(backwards, 100U);
    EXPECT_GT(std::ranges::count_if(times, [](const auto& one) { return one.second == 2; }), 100);
}

TEST(Recording, of_a_handed_on_tag_has_one_device_and_two_orders_that_meet_at_noon)
{
    const Played played{"tag_swap", 2};
    const UtcTime noon = played.settings.starts + played.settings.until / 2;
    const auto& orders = played.orders.orders;

    ASSERT_EQ(orders.size(), 2U);
    EXPECT_EQ(orders[0].order.activations.at(0).device, orders[1].order.activations.at(0).device);
    EXPECT_EQ(orders[0].order.activations.at(0).to, noon);
    EXPECT_EQ(orders[1].order.activations.at(0).from, noon);
    EXPECT_TRUE(std::ranges::all_of(played.recording.fixes[0], [&](UtcTime at) { return at < noon; }));
    EXPECT_TRUE(std::ranges::all_of(played.recording.fixes[1], [&](UtcTime at) { return at >= noon; }));
    for (const TrueEpisode& episode : played.truth.episodes) {
        const bool first = episode.order == orders[0].order.id;
        EXPECT_TRUE(first ? *episode.ended <= noon : episode.started >= noon) << to_rfc3339(episode.started);
    }
    EXPECT_DOUBLE_EQ(played.truth.wearer_days().value(), 1.0);
    const auto said = played.observations();
    EXPECT_TRUE(std::ranges::any_of(said, [&](const auto& one) { return one.fix_time < noon && one.received > noon; }))
        << "what the first did comes when the second wears it";
}

TEST(HappenedTruth, of_who_lives_beside_a_zone_is_that_nothing_happened)
{
    for (const char* name : {"home_beside_zone", "indoor_scatter"}) {
        const Played played{name, 12};
        EXPECT_TRUE(played.truth.episodes.empty()) << name;
        EXPECT_DOUBLE_EQ(played.truth.wearer_days().value(), 12.0) << name;
    }
}

TEST(HappenedTruth, tells_entries_of_every_length_with_the_fixes_that_fell_in)
{
    const Played played{"entries", 12};
    std::map<Seen, int> seen;
    for (const TrueEpisode& episode : played.truth.episodes) {
        ++seen[episode.seen()];
        const bool crossing = episode.kind == EpisodeKind::crossing;
        EXPECT_EQ(crossing, episode.fixes == 0U) << to_rfc3339(episode.started);
    }

    EXPECT_GT(seen[Seen::two_fixes_or_more], 100);
    EXPECT_GT(seen[Seen::single_fix], 20);
    EXPECT_GT(seen[Seen::between_fixes], 5);
}

TEST(HappenedTruth, counts_the_fixes_by_their_times)
{
    const Played played{"drive_through", 4};

    ASSERT_FALSE(played.truth.episodes.empty());
    for (const TrueEpisode& episode : played.truth.episodes) {
        const auto order = std::ranges::find(played.orders.orders, episode.order,
                                             [](const model::OrderText& text) { return text.order.id; });
        const auto& fixes = played.recording.fixes[static_cast<std::size_t>(order - played.orders.orders.begin())];
        const auto in =
            std::ranges::count_if(fixes, [&](UtcTime at) { return episode.started <= at && at < *episode.ended; });
        EXPECT_EQ(static_cast<std::uint64_t>(in), episode.fixes) << to_rfc3339(episode.started);
    }
}

TEST(HappenedTruth, keeps_a_curfew_within_its_windows_on_both_nights_of_the_change)
{
    for (const char* name : {"clock_change_spring", "clock_change_autumn"}) {
        const Played played{name, 12};
        int breaches = 0;
        for (const auto& text : played.orders.orders) {
            const auto& curfew = std::get<model::Curfew>(text.order.conditions.at(0).rule);
            // By tzdata, which the truth's own clock does not read.
            const auto windows = model::occurrences(curfew.schedule, text.order.offsets, played.settings.starts,
                                                    played.settings.starts + played.settings.until);
            for (const TrueEpisode& episode : played.truth.episodes) {
                const auto holds = [&episode](const model::Occurrence& window) {
                    return window.from <= episode.started && *episode.ended <= window.until;
                };
                if (episode.order == text.order.id) {
                    EXPECT_TRUE(std::ranges::any_of(windows, holds)) << name << ' ' << to_rfc3339(episode.started);
                    ++breaches;
                }
            }
        }
        EXPECT_GT(breaches, 12) << name;
    }
}

TEST(HappenedTruth, has_wearer_and_protected_person_nearer_than_the_distance_and_only_then)
{
    const Played played{"shared_bus", 8};
    ASSERT_EQ(played.orders.orders.size(), 4U);
    ASSERT_FALSE(played.truth.episodes.empty());
    for (std::size_t pair = 0; pair < 4; ++pair) {
        Person his = person_of(played.wearers[2 * pair], played.settings.seed);
        Person hers = person_of(played.wearers[2 * pair + 1], played.settings.seed);
        const auto where = [](Person& person, SimTime at) {
            return person.plane().position_of(person.leg_at(at).at(at));
        };
        for (SimTime at{0}; at < played.settings.until; at += 7s) {
            const double metres = geo::ground_distance(where(his, at), where(hers, at)).value;
            const UtcTime instant = played.settings.starts + at;
            const bool told = std::ranges::any_of(played.truth.episodes, [&](const TrueEpisode& episode) {
                return episode.order == played.wearers[2 * pair].order() && episode.started <= instant &&
                       instant < *episode.ended;
            });
            if (std::abs(metres - 1000) > 20) {  // a tenth of a second of both their ways, and more
                ASSERT_EQ(told, metres < 1000) << to_rfc3339(instant) << ' ' << metres;
            }
        }
    }
}

TEST(LondonWindows, are_those_of_tzdata_for_twelve_years_of_nights)
{
    const UtcTime from = *parse_utc("2024-01-01T00:00:00Z");
    const UtcTime until = *parse_utc("2036-01-01T00:00:00Z");
    const auto offsets = model::utc_offsets("Europe/London", from - 72h, until + 72h).value();
    const std::vector<std::pair<std::chrono::minutes, std::chrono::minutes>> times{
        {19h, 7h}, {21h, 90min}, {90min, 7h}, {60min, 120min}, {30min, 75min}};
    for (const auto& [start, end] : times) {
        const auto schedule = nightly(start, end);
        const auto expected = model::occurrences(schedule, offsets, from, until);
        const auto windows = london_windows(schedule, from, until);
        ASSERT_EQ(windows.size(), expected.size());
        for (std::size_t i = 0; i < windows.size(); ++i) {
            EXPECT_EQ(windows[i].first, expected[i].from) << to_rfc3339(expected[i].from);
            EXPECT_EQ(windows[i].second, expected[i].until) << to_rfc3339(expected[i].until);
        }
    }
}

}  // namespace cordon::sim
