// SPDX-License-Identifier: Apache-2.0
#include "following.hpp"

#include <cordon/store/case_reader.hpp>

#include <algorithm>

namespace cordon::test {
namespace {

constexpr const char* tag = "356307042441013";

class StoredTracks : public testing::Test {
protected:
    void store_all()
    {
        Following store{truth, database.url()};
        ASSERT_TRUE(store.caught_up());
    }

    std::vector<model::Observation> read(const std::vector<port::TrackSpan>& spans)
    {
        std::vector<model::Observation> out;
        const auto cases = store::make_case_reader(database.url());
        known_until =
            cases->read_tracks(spans, [&out](model::Observation&& seen) { out.push_back(std::move(seen)); }).value();
        return out;
    }

    static port::TrackSpan span(const std::string& device, std::string_view from, std::string_view until)
    {
        return {.device = {device}, .from = utc(from), .until = utc(until)};
    }

    FreshDatabase database;
    Truth truth;
    std::optional<UtcTime> known_until;
};

TEST_F(StoredTracks, each_observation_comes_back_as_it_was_in_the_order_of_the_journal)
{
    auto full = truth.fix(utc("2026-03-29T00:59:30.250Z"));
    full.position = *model::Position::from_e7(-515'000'001, 1'799'999'999);
    full.accuracy_m = 8.1;
    full.mechanism = model::Mechanism::wifi;
    full.speed_kmh = 3.1;
    full.heading_deg = 210;
    full.altitude_m = -20.7;
    full.satellites = 65535;
    full.hdop = 0.9;
    full.battery_pct = 81;
    full.event = model::DeviceEvent::strap_open;
    full.valid = false;
    const model::Observation bare{.device = {tag}, .received = utc("2026-03-29T00:00:05Z"), .valid = false};
    const auto earlier = truth.fix(utc("2026-03-28T23:00:00Z"));
    truth.add_frame({full, bare});
    truth.add_frame({earlier, full});
    store_all();

    EXPECT_EQ(read({span(tag, "2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z")}), (std::vector{full, bare, earlier}));
    EXPECT_EQ(known_until, truth.clock);
}

TEST_F(StoredTracks, only_what_is_asked_for_is_read_each_device_for_its_own_time)
{
    const std::string odd = R"(a "b\,{c})";
    for (const char* at : {"2026-03-28T10:00:00Z", "2026-03-28T11:00:00Z", "2026-03-28T12:00:00Z"}) {
        truth.add_frame({truth.fix(utc(at)), truth.fix(utc(at), odd), truth.fix(utc(at), "other")});
    }
    store_all();

    const auto seen = read({span(tag, "2026-03-28T11:00:00Z", "2026-03-28T12:00:00Z"),
                            span(odd, "2026-03-28T10:00:00Z", "2026-03-28T10:00:00.001Z"),
                            span(tag, "2026-03-28T12:00:00Z", "2026-03-29T00:00:00Z")});

    ASSERT_EQ(seen.size(), 3U);
    EXPECT_EQ(seen[0].device.text, odd);
    EXPECT_EQ(seen[1].fix_time, utc("2026-03-28T11:00:00Z"));
    EXPECT_EQ(seen[2].fix_time, utc("2026-03-28T12:00:00Z"));
    EXPECT_TRUE(read({}).empty());
    EXPECT_EQ(known_until, truth.clock);
}

TEST_F(StoredTracks, what_a_lost_clock_dates_is_found_at_its_receipt)
{
    const auto rolled_over = truth.fix(truth.clock - std::chrono::days{1024 * 7});
    truth.add_frame({rolled_over});
    store_all();

    EXPECT_EQ(read({span(tag, "2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z")}), std::vector{rolled_over});
    EXPECT_EQ(read({span(tag, "2000-01-01T00:00:00Z", "2026-03-30T00:00:00Z")}), std::vector{rolled_over})
        << "once, though both its times are asked for";
    EXPECT_TRUE(read({span(tag, "2026-03-30T00:00:00Z", "2026-03-31T00:00:00Z")}).empty());
}

TEST_F(StoredTracks, more_than_is_fetched_at_once_is_all_there)
{
    truth.add_fixes(12'000);
    store_all();

    const auto seen = read({span(tag, "2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z")});

    EXPECT_EQ(seen.size(), 12'000U);
    EXPECT_TRUE(std::ranges::is_sorted(seen, {}, &model::Observation::received));
}

}  // namespace
}  // namespace cordon::test
