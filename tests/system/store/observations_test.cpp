// SPDX-License-Identifier: Apache-2.0
#include "following.hpp"

namespace cordon::test {
namespace {

constexpr const char* count = "select count(*) from cordon.observation";

class StoredObservations : public testing::Test {
protected:
    FreshDatabase database;
    Truth truth;
};

/// An order that binds the device to a person for a time, as the journal keeps it.
model::OrderRecord order_of(const std::string& id, const std::string& wearer, const std::string& from,
                            const std::string& to, const std::string& kind = "tag")
{
    return {
        .json = R"({"activations":[{"device":"356307042441013","from":")" + from + R"(","kind":")" + kind +
                R"(","to":)" + (to.empty() ? "null" : '"' + to + '"') +
                R"(}],"conditions":[{"id":"T1","type":"trail"}],"ends":null,"id":")" + id +
                R"(","starts":"2026-01-01T00:00:00Z","time_zone":"Europe/London","type":"licence","wearer":{"id":")" +
                wearer + R"("}})",
        .by = {"admin"}};
}

TEST_F(StoredObservations, each_is_there_once_whatever_was_sent_again)
{
    const auto first = truth.fix(utc("2026-03-29T00:00:00Z"));
    const auto second = truth.fix(utc("2026-03-29T00:01:00Z"));
    auto alarm = second;
    alarm.event = model::DeviceEvent::sos;
    truth.add_frame({first, second});
    truth.add_frame({first, second, alarm});
    auto again = second;
    again.received += 48h;
    truth.add_frame({again, again});

    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(database.ask(count), "3");
    EXPECT_EQ(database.ask("select string_agg(journal_offset::text, ' ' order by at, event nulls first) from "
                           "cordon.observation"),
              "1 1 2");
    EXPECT_EQ(store.counters.counter("store_rows_total", "", "").value(), 3U);
}

TEST_F(StoredObservations, a_row_has_all_that_the_tag_said)
{
    auto fix = truth.fix(utc("2026-03-29T00:59:30.250Z"));
    fix.received = utc("2026-03-29T00:59:32Z");
    fix.valid = false;
    fix.mechanism = model::Mechanism::lbs;
    fix.speed_kmh = 3.1;
    fix.heading_deg = 210;
    fix.altitude_m = -20;
    fix.satellites = 65535;
    fix.hdop = 0.9;
    fix.battery_pct = 81;
    fix.event = model::DeviceEvent::strap_open;
    truth.add_frame({fix});

    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(
        database.ask("select concat_ws('|', device, fix_time at time zone 'UTC', received at time zone 'UTC', valid, "
                     "st_asewkt(position), accuracy_m, mechanism, speed_kmh, heading_deg, altitude_m, satellites, "
                     "hdop, battery_pct, event, time_suspect, order_id) from cordon.observation"),
        "356307042441013|2026-03-29 00:59:30.25|2026-03-29 00:59:32|f|SRID=4326;POINT(-0.1200003 "
        "51.5000001)|8|lbs|3.1|210|-20|65535|0.9|81|strap_open|f");
}

TEST_F(StoredObservations, what_a_tag_did_not_say_is_null)
{
    truth.add_frame({{.device = {"1"}, .received = utc("2026-03-29T00:00:05Z"), .event = model::DeviceEvent::sos}});

    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(
        database.ask("select count(*) from cordon.observation where fix_time is null and at = received and position "
                     "is null and accuracy_m is null and satellites is null and order_id is null and event = 'sos'"),
        "1");
    EXPECT_EQ(database.ask("select count(*) from cordon.fix"), "0");
}

TEST_F(StoredObservations, a_fix_from_far_off_makes_no_table_and_moves_when_its_day_comes)
{
    truth.add_frame({truth.fix(utc("2099-01-01T00:00:00Z")), truth.fix(utc("2006-08-13T00:00:00Z")),
                     truth.fix(utc("2026-04-10T12:00:00Z")), truth.fix(utc("2026-03-01T12:00:00Z"))});
    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());
    EXPECT_EQ(database.ask("select count(*) from cordon.observation_elsewhen"), "3");
    EXPECT_EQ(database.ask("select count(*) from cordon.observation_20260301"), "1");
    EXPECT_EQ(database.ask("select to_regclass('cordon.observation_20990101')"), "");
    EXPECT_EQ(database.ask("select count(*) from cordon.observation where time_suspect"), "2");

    truth.clock = utc("2026-04-10T12:30:00Z");
    truth.add_frame({truth.fix(utc("2026-04-10T12:00:00Z")), truth.fix(utc("2026-04-10T12:29:00Z"))});
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(database.ask("select count(*) from cordon.observation_elsewhen"), "2");
    EXPECT_EQ(database.ask("select count(*) from cordon.observation_20260410"), "2");
    EXPECT_EQ(database.ask(count), "5");
}

TEST_F(StoredObservations, days_are_made_ahead)
{
    truth.add_frame({truth.fix(utc("2026-03-29T00:00:00Z"))});
    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());

    EXPECT_NE(database.ask("select to_regclass('cordon.observation_20260331')"), "");
}

TEST_F(StoredObservations, a_reader_that_holds_the_table_does_not_stop_the_store)
{
    truth.add_frame({truth.fix(utc("2026-03-29T00:00:00Z"))});
    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());

    pqxx::connection psql{database.url()};
    pqxx::work open_query{psql};
    open_query.exec("select count(*) from cordon.observation");
    truth.clock = utc("2026-05-01T00:00:00Z");
    truth.add_frame({truth.fix(utc("2026-05-01T00:00:00Z"))});
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(database.ask("select count(*) from cordon.observation_elsewhen"), "1");
}

TEST_F(StoredObservations, a_reused_tag_is_each_persons_at_the_time_of_the_fix)
{
    truth.add(order_of("ORD-1", "W-1", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z"));
    truth.add(order_of("ORD-2", "W-2", "2026-03-01T00:00:00Z", ""));
    truth.add_frame({truth.fix(utc("2026-02-28T23:59:59Z")), truth.fix(utc("2026-03-01T00:00:00Z")),
                     truth.fix(utc("2025-12-31T00:00:00Z"))});

    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(database.ask("select string_agg(coalesce(order_id || wearer_id || party, '-'), ' ' order by at) from "
                           "cordon.observation"),
              "- ORD-1W-1tag ORD-2W-2tag");
}

TEST_F(StoredObservations, whose_a_device_is_is_known_again_after_a_restart_and_by_the_newest_version)
{
    truth.add(order_of("ORD-1", "W-1", "2026-01-01T00:00:00Z", ""));
    truth.add(order_of("ORD-1", "W-1", "2026-01-01T00:00:00Z", "2026-03-29T00:00:30Z", "protected"));
    {
        Following store{truth, database.url()};
        ASSERT_TRUE(store.caught_up());
    }
    truth.add_frame({truth.fix(utc("2026-03-29T00:00:29.999Z")), truth.fix(utc("2026-03-29T00:00:30Z"))});
    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(
        database.ask("select string_agg(coalesce(order_id || party, '-'), ' ' order by at) from cordon.observation"),
        "ORD-1protected -");
    EXPECT_EQ(
        database.ask("select string_agg(version::text || by_whom, ' ' order by version) from cordon.order_version"),
        "1admin 2admin");
    EXPECT_EQ(database.ask("select party from cordon.current_activation"), "protected");
}

TEST_F(StoredObservations, a_clock_that_is_ahead_gives_nothing_to_the_next_wearer)
{
    truth.add(order_of("ORD-1", "W-1", "2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z"));
    truth.add(order_of("ORD-2", "W-2", "2026-06-01T00:00:00Z", ""));
    truth.add_frame({truth.fix(utc("2026-07-01T00:00:00Z"))});

    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(database.ask("select order_id from cordon.observation"), "ORD-1");
}

TEST_F(StoredObservations, a_refused_row_is_set_aside_and_all_others_are_there)
{
    truth.add_fixes(20);
    auto impossible = truth.fix(UtcTime{} + std::chrono::days{40'000'000});
    truth.add_frame({truth.fix(utc("2026-03-29T00:00:00Z")), impossible, truth.fix(utc("2026-03-29T00:00:00.5Z"))});
    truth.add(model::OrderRecord{.json = "{}", .by = {"admin"}});
    truth.add_fixes(20);

    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(database.ask(count), "42");
    EXPECT_EQ(database.ask("select string_agg(concat_ws(' ', journal_offset, item, what, sqlstate), '; ' order by "
                           "journal_offset) from cordon.refused_row"),
              "21 1 observation 22007; 22 0 order 23502");
    EXPECT_EQ(store.counters.counter("store_rows_refused_total", "", "").value(), 2U);
}

}  // namespace
}  // namespace cordon::test
