// SPDX-License-Identifier: Apache-2.0
#include "curfew_absence.hpp"
#include "incident_list.hpp"
#include "last_positions.hpp"
#include "live_stream.hpp"
#include "order_book.hpp"
#include "shown.hpp"

#include <gtest/gtest.h>

namespace cordon::api {

namespace {

constexpr UtcTime noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + std::chrono::hours{12}};

model::Observation fix(const std::string& device, double lat, UtcTime at)
{
    return {.device = {device}, .fix_time = at, .received = noon, .position = model::Position::from_degrees(lat, 0)};
}

model::EpisodeChange change(std::uint64_t offset, const std::string& id)
{
    return {.id = {.offset = {offset}}, .episode = {.id = {id}, .reason = {}, .evidence = {}}};
}

std::string order(const std::string& id, const std::string& activations, bool limited = false)
{
    return R"({"id":")" + id +
           R"(","type":"licence","programme":"stalking","time_zone":"Europe/London","starts":"2026-01-05T10:00:00Z","ends":null,)"
           R"("wearer":{"id":"W-1","name":"A Person","crn":"X1","limited_access":)" +
           (limited ? "true" : "false") + R"(},"activations":[)" + activations +
           R"(],"conditions":[{"id":"T1","type":"trail"}],"permissions":[]})";
}

/// A confirmed absence from a curfew of ORD-1, so long after noon.
model::EpisodeChange absence(const std::string& id, Millis from, std::optional<Millis> until)
{
    model::EpisodeChange told = change(1, id);
    told.episode.order = OrderId{"ORD-1"};
    told.episode.kind = model::EpisodeKind::curfew;
    told.episode.state = model::EpisodeState::confirmed;
    told.episode.started = noon + from;
    told.episode.ended = until ? std::optional{noon + *until} : std::nullopt;
    return told;
}

}  // namespace

TEST(LastPositions, the_newest_trustworthy_fix_stands_whatever_comes_after_it)
{
    LastPositions positions;
    positions.take(fix("tag", 51.5, noon));
    positions.take(fix("tag", 51.6, noon - std::chrono::seconds{1}));
    positions.take(fix("tag", 51.7, noon + LastPositions::trusted_ahead + Millis{1}));
    model::Observation old_place = fix("tag", 51.8, noon + std::chrono::seconds{1});
    old_place.valid = false;
    positions.take(old_place);

    EXPECT_EQ(positions.find({"tag"})->position.lat(), 51.5);
    positions.take(fix("tag", 51.9, noon + LastPositions::trusted_ahead));
    EXPECT_EQ(positions.find({"tag"})->position.lat(), 51.9);
}

TEST(LastPositions, a_reader_sees_each_change_once_and_only_the_last_of_a_device)
{
    LastPositions positions;
    positions.take(fix("a", 51.1, noon - std::chrono::seconds{2}));
    positions.take(fix("b", 51.2, noon));
    positions.take(fix("a", 51.3, noon));

    const LastPosition* const first = positions.after(0);
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(first->fix.device.text, "b");
    const LastPosition* const second = positions.after(first->change);
    ASSERT_NE(second, nullptr);
    EXPECT_EQ(second->position.lat(), 51.3);
    EXPECT_EQ(positions.after(second->change), nullptr);
}

TEST(LastPositions, the_charge_comes_from_contacts_without_a_fix_too)
{
    LastPositions positions;
    positions.take(fix("tag", 51.5, noon));
    positions.take(
        {.device = {"tag"}, .fix_time = noon, .received = noon, .valid = false, .battery_pct = std::uint8_t{12}});

    EXPECT_EQ(positions.find({"tag"})->battery_pct, 12);
    EXPECT_EQ(positions.find({"tag"})->position.lat(), 51.5);
}

TEST(LiveStream, no_event_holds_more_than_a_browser_draws_and_none_is_lost)
{
    LastPositions positions;
    for (std::size_t i = 0; i < LiveStream::max_positions + 10; ++i) {
        positions.take(fix("tag-" + std::to_string(i), 51.5, noon));
    }
    const OrderBook orders;
    LiveStream stream{{}};
    const auto count = [](const std::string& text) {
        std::size_t found = 0;
        for (std::size_t at = text.find("\"device\""); at != std::string::npos; at = text.find("\"device\"", at + 1)) {
            ++found;
        }
        return found;
    };

    EXPECT_EQ(count(stream.next(positions, orders)), LiveStream::max_positions);
    EXPECT_TRUE(stream.has_more());
    EXPECT_EQ(count(stream.next(positions, orders)), 10U);
    EXPECT_FALSE(stream.has_more());
    EXPECT_EQ(stream.next(positions, orders), "");
}

TEST(IncidentList, the_oldest_that_is_over_makes_room_and_one_that_goes_on_never_does)
{
    IncidentList incidents{2};
    incidents.take(change(1, "going-on"));
    model::EpisodeChange over = change(2, "over");
    incidents.take(over);
    over.id.offset = {3};
    over.episode.ended = noon;
    incidents.take(over);
    incidents.take(change(4, "newest"));

    EXPECT_NE(incidents.find({"going-on"}), nullptr);
    EXPECT_EQ(incidents.find({"over"}), nullptr);
    EXPECT_NE(incidents.find({"newest"}), nullptr);
    EXPECT_EQ(incidents.position(), (model::StreamId{.offset = {4}}));
    incidents.take(change(5, "another"));
    EXPECT_EQ(incidents.by_opening().size(), 3U) << "an open incident is never a hole";
}

TEST(CurfewAbsence, milliseconds_are_summed_and_floored_once)
{
    CurfewAbsence absences;
    absences.take(absence("a", Millis{0}, Millis{90'500}));
    absences.take(absence("b", Millis{200'000}, Millis{289'499}));

    EXPECT_EQ(absences.of({"ORD-1"}, noon), std::chrono::minutes{2}) << "179,999 ms";
    absences.take(absence("b", Millis{200'000}, Millis{289'500}));
    EXPECT_EQ(absences.of({"ORD-1"}, noon), std::chrono::minutes{3}) << "each alone has one whole minute";
    EXPECT_EQ(absences.of({"ORD-2"}, noon), std::chrono::minutes{0});
}

TEST(CurfewAbsence, an_open_one_counts_up_to_the_journals_clock)
{
    CurfewAbsence absences;
    absences.take(absence("a", Millis{0}, {}));

    EXPECT_EQ(absences.of({"ORD-1"}, noon + Millis{119'999}), std::chrono::minutes{1});
    EXPECT_EQ(absences.of({"ORD-1"}, noon - Millis{1}), std::chrono::minutes{0});
}

TEST(CurfewAbsence, an_instant_that_two_episodes_hold_counts_once)
{
    CurfewAbsence absences;
    absences.take(absence("a", Millis{0}, Millis{600'000}));
    absences.take(absence("b", Millis{120'000}, Millis{240'000}));
    absences.take(absence("c", Millis{540'000}, Millis{660'000}));

    EXPECT_EQ(absences.of({"ORD-1"}, noon), std::chrono::minutes{11});
}

TEST(CurfewAbsence, a_possible_a_withdrawn_and_one_of_another_kind_count_nothing)
{
    CurfewAbsence absences;
    model::EpisodeChange told = absence("a", Millis{0}, Millis{60'000});
    told.episode.state = model::EpisodeState::possible;
    absences.take(told);
    EXPECT_EQ(absences.of({"ORD-1"}, noon), std::chrono::minutes{0});

    told.episode.state = model::EpisodeState::confirmed;
    absences.take(told);
    EXPECT_EQ(absences.of({"ORD-1"}, noon), std::chrono::minutes{1});
    told.episode.change = model::Change::withdrawn;
    absences.take(told);
    EXPECT_EQ(absences.of({"ORD-1"}, noon), std::chrono::minutes{0});

    told = absence("z", Millis{0}, Millis{60'000});
    told.episode.kind = model::EpisodeKind::inclusion_zone;
    absences.take(told);
    EXPECT_EQ(absences.of({"ORD-1"}, noon), std::chrono::minutes{0});
}

TEST(OrderBook, a_device_that_is_used_again_is_its_wearers_at_the_time_of_the_fix)
{
    OrderBook book;
    book.take_order(
        order("ORD-1", R"({"device":"tag","kind":"tag","from":"2026-01-05T10:00:00Z","to":"2026-02-01T00:00:00Z"})"),
        {"A"}, noon);
    book.take_order(order("ORD-2", R"({"device":"tag","kind":"tag","from":"2026-02-01T00:00:00Z","to":null})"), {"A"},
                    noon);
    const UtcTime handed_over = *parse_utc("2026-02-01T00:00:00Z");

    EXPECT_EQ(book.binding({"tag"}, handed_over - Millis{1}).order->order.id.text, "ORD-1");
    EXPECT_EQ(book.binding({"tag"}, handed_over).order->order.id.text, "ORD-2");
    EXPECT_EQ(book.binding({"tag"}, *parse_utc("2025-12-01T00:00:00Z")).order, nullptr);
    EXPECT_EQ(book.binding({"other"}, handed_over).order, nullptr);
}

TEST(OrderBook, the_next_version_lets_go_of_a_device_the_last_one_held)
{
    OrderBook book;
    book.take_order(order("ORD-1", R"({"device":"old","kind":"tag","from":"2026-01-05T10:00:00Z","to":null})"), {"A"},
                    noon);
    book.take_order(order("ORD-1", R"({"device":"new","kind":"protected","from":"2026-01-05T10:00:00Z","to":null})"),
                    {"B"}, noon);

    EXPECT_EQ(book.binding({"old"}, noon).order, nullptr);
    EXPECT_EQ(book.binding({"new"}, noon).party, model::Party::protected_person);
    EXPECT_EQ(book.order({"ORD-1"})->version, 2U);
    book.take_order("{", {"A"}, noon);
    EXPECT_EQ(book.not_understood(), 1U);
}

TEST(Shown, a_wearer_with_limited_access_has_no_name_and_a_protected_person_no_wearer)
{
    OrderBook book;
    book.take_order(
        order("ORD-1", R"({"device":"+victim-1","kind":"protected","from":"2026-01-05T10:00:00Z","to":null})", true),
        {"A"}, noon);
    model::EpisodeChange told = change(1, "E-1");
    told.episode.order = OrderId{"ORD-1"};
    LastPositions positions;
    positions.take(fix("+victim-1", 51.5, noon));

    EXPECT_NE(incident_json(told.episode, book, Sight::limited).find(R"("wearer":{"id":"W-1","name":null})"),
              std::string::npos);
    EXPECT_NE(incident_json(told.episode, book, Sight::full).find("A Person"), std::string::npos);
    const std::string shown = position_json(*positions.find({"+victim-1"}), book);
    EXPECT_NE(shown.find(R"("kind":"protected","order":"ORD-1","wearer":null)"), std::string::npos) << shown;
}

TEST(Shown, an_incident_of_a_device_that_no_order_holds_has_that_device_and_no_order_wearer_or_condition)
{
    model::EpisodeChange told = change(1, "E-1");
    told.episode.kind = model::EpisodeKind::association;
    told.episode.device = DeviceId{"stray"};
    const std::string shown = incident_json(told.episode, OrderBook{}, Sight::full);

    EXPECT_NE(shown.find(R"("wearer":null,"condition_name":null,"programme":null,"device":"stray",)"),
              std::string::npos)
        << shown;
    EXPECT_NE(shown.find(R"("episode":{"id":"E-1","order":null,"condition":null,"kind":"association")"),
              std::string::npos)
        << shown;
}

TEST(Shown, an_incident_about_no_single_device_names_none)
{
    const std::string shown = incident_json(change(1, "E-1").episode, OrderBook{}, Sight::full);

    EXPECT_NE(shown.find(R"("programme":null,"device":null,"episode":{"id":"E-1")"), std::string::npos) << shown;
}

}  // namespace cordon::api
