// SPDX-License-Identifier: Apache-2.0
#include "following.hpp"

namespace cordon::test {
namespace {

class StoredEpisodes : public testing::Test {
protected:
    StoredEpisodes()
    {
        episode.started = utc("2026-03-29T00:00:00Z");
        episode.detected = utc("2026-03-29T00:00:05Z");
        episode.reason = "centre inside";
        episode.evidence = {{.device = {"1"},
                             .fix_time = episode.started,
                             .position = *model::Position::from_e7(515'000'001, -1'200'003),
                             .accuracy_m = 8,
                             .distance_mm = -31'420}};
    }

    void tell(model::Change change)
    {
        episode.change = change;
        truth.add(model::TickRecord{}, {episode});
        ++episode.revision;
    }

    FreshDatabase database;
    Truth truth;
    model::Episode episode{.id = {"e1"}, .order = OrderId{"ORD-1"}, .condition = ConditionId{"Z1"}};
};

TEST_F(StoredEpisodes, the_episode_is_as_it_is_now_and_each_change_is_kept)
{
    tell(model::Change::opened);
    episode.state = model::EpisodeState::confirmed;
    episode.severity = model::Severity::critical;
    episode.reason = "2 fixes inside within 60 s";
    episode.evidence.push_back(episode.evidence.front());
    tell(model::Change::confirmed);

    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(
        database.ask("select concat_ws('|', order_id, condition_id, kind, state, episode_state, severity, started at "
                     "time zone 'UTC', reason, revision) from cordon.incident_list"),
        "ORD-1|Z1|exclusion_zone|new|confirmed|critical|2026-03-29 00:00:00|2 fixes inside within 60 s|2");
    EXPECT_EQ(database.ask("select string_agg(journal_offset || '.' || change_index || ' ' || change, ', ' order by "
                           "journal_offset) from cordon.episode_change"),
              "1.0 new, 2.0 confirmed");
    EXPECT_EQ(
        database.ask("select string_agg(concat_ws(' ', journal_offset, number, st_astext(position), distance_m), ', "
                     "' order by journal_offset, number) from cordon.evidence"),
        "1 1 POINT(-0.1200003 51.5000001) -31.4, 2 1 POINT(-0.1200003 51.5000001) -31.4, 2 2 POINT(-0.1200003 "
        "51.5000001) -31.4");
    EXPECT_EQ(database.ask("select count(*) from cordon.breaches where decision is null and device is null"), "1");
}

TEST_F(StoredEpisodes, one_of_a_device_that_no_order_holds_has_its_incident_too)
{
    episode.order.reset();
    episode.condition.reset();
    episode.kind = model::EpisodeKind::association;
    episode.state = model::EpisodeState::confirmed;
    episode.reason = "a device without an order reports";
    episode.device = DeviceId{"356307042441013"};
    episode.evidence.clear();
    tell(model::Change::opened);

    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(database.ask("select concat_ws('|', coalesce(order_id, 'none'), coalesce(condition_id, 'none'), kind, "
                           "state, coalesce(wearer_id, 'nobody'), device) from cordon.incident_list"),
              "none|none|association|new|nobody|356307042441013");
    EXPECT_EQ(database.ask("select device from cordon.breaches"), "356307042441013");
    EXPECT_EQ(database.ask("select count(*) from cordon.episode_change"), "1");
    EXPECT_EQ(database.ask("select count(*) from cordon.refused_row"), "0");
}

TEST_F(StoredEpisodes, an_ended_episode_clears_its_incident_and_a_withdrawn_one_withdraws_it)
{
    tell(model::Change::opened);
    episode.ended = utc("2026-03-29T00:10:00Z");
    tell(model::Change::ended);
    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());
    EXPECT_EQ(database.ask("select state from cordon.incident_list"), "cleared");

    tell(model::Change::withdrawn);
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(database.ask("select state from cordon.incident_list"), "withdrawn");
    EXPECT_EQ(database.ask("select count(*) from cordon.incident"), "1");
    EXPECT_EQ(database.ask("select count(*) from cordon.breaches"), "0");
}

TEST_F(StoredEpisodes, curfew_absence_is_summed_in_milliseconds_and_floored_once)
{
    truth.add(model::OrderRecord{
        .json = R"({"activations":[],"conditions":[],"ends":null,"id":"ORD-1","starts":"2026-01-01T00:00:00Z",)"
                R"("time_zone":"Europe/London","type":"licence","wearer":{"id":"W-1"}})",
        .by = {"admin"}});
    const auto absent = [this](const std::string& id, const std::string& from, const std::string& until) {
        episode = {.id = {id}, .order = OrderId{"ORD-1"}, .condition = ConditionId{"C1"}};
        episode.kind = model::EpisodeKind::curfew;
        episode.state = model::EpisodeState::confirmed;
        episode.started = utc(from);
        episode.ended = until.empty() ? std::nullopt : std::optional{utc(until)};
    };
    Following store{truth, database.url()};
    const auto told = [&] {
        EXPECT_TRUE(store.caught_up());
        return database.ask("select concat_ws(' ', order_id, outside_ms, atv_minutes) from cordon.curfew_absence");
    };
    EXPECT_EQ(told(), "ORD-1 0 0");

    absent("a", "2026-03-28T20:00:00Z", "2026-03-28T20:01:30.500Z");
    tell(model::Change::ended);
    absent("b", "2026-03-28T21:00:00Z", "2026-03-28T21:01:29.500Z");
    tell(model::Change::ended);
    EXPECT_EQ(told(), "ORD-1 180000 3");
    absent("within b", "2026-03-28T21:00:10Z", "2026-03-28T21:00:50Z");
    tell(model::Change::ended);
    EXPECT_EQ(told(), "ORD-1 180000 3");
    absent("possible", "2026-03-28T22:00:00Z", "2026-03-28T22:30:00Z");
    episode.state = model::EpisodeState::possible;
    tell(model::Change::ended);
    absent("b", "2026-03-28T21:00:00Z", "2026-03-28T21:01:29.500Z");
    episode.revision = 2;
    tell(model::Change::withdrawn);
    EXPECT_EQ(told(), "ORD-1 130500 2") << "what stands within the withdrawn one stands alone";
    absent("open", to_rfc3339(truth.clock), "");
    tell(model::Change::opened);
    EXPECT_EQ(told(), "ORD-1 131500 2") << "an open one counts to the journal's clock, a second later";
}

TEST_F(StoredEpisodes, they_are_there_once_when_connections_break)
{
    Following store{truth, database.url(), 2};
    for (int i = 0; i < 60; ++i) {
        tell(model::Change::extended);
        store.wake();
        if (i % 5 == 0) {
            database.break_connections("cordon");
        }
    }
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(database.ask("select count(*) from cordon.episode_change"), "60");
    EXPECT_EQ(database.ask("select count(*) from cordon.evidence"), "60");
    EXPECT_EQ(database.ask("select revision from cordon.episode"), "60");
}

TEST_F(StoredEpisodes, what_is_evidence_cannot_be_changed_or_taken_away)
{
    tell(model::Change::opened);
    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());

    EXPECT_THROW(database.execute("update cordon.episode_change set revision = 9"), pqxx::restrict_violation);
    EXPECT_THROW(database.execute("delete from cordon.evidence"), pqxx::restrict_violation);
    EXPECT_THROW(database.execute("truncate cordon.order_version cascade"), pqxx::restrict_violation);
}

TEST_F(StoredEpisodes, people_devices_tokens_and_starts_are_kept_too)
{
    truth.add(model::StartRecord{.version = "0.1.0"});
    truth.add(model::DeviceRecord{.json = R"({"id":"1","protocol":"gt06"})", .by = {"admin"}});
    truth.add(model::DeviceRecord{.json = R"({"id":"1","protocol":"teltonika"})", .by = {"admin"}});
    truth.add(model::TokenRecord{.id = "t1", .name = "desk", .role = "operator", .sha256 = "ab12", .by = {"admin"}});
    truth.add(model::ActionRecord{.incident = {"e1"}, .what = "acknowledge", .detail = "{}", .by = {"desk"}});

    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(database.ask("select version from cordon.release_start"), "0.1.0");
    EXPECT_EQ(database.ask("select string_agg(version || (document ->> 'protocol'), ' ' order by version) from "
                           "cordon.device_version"),
              "1gt06 2teltonika");
    EXPECT_EQ(database.ask("select concat_ws(' ', token_id, role, revoked, expires) from cordon.token_version"),
              "t1 operator f");
    EXPECT_EQ(database.ask("select count(*) from cordon.token_version t where t::text like '%ab12%'"), "0");
    EXPECT_EQ(database.ask("select concat_ws(' ', incident_id, what, by_whom) from cordon.action"),
              "e1 acknowledge desk");
}

}  // namespace
}  // namespace cordon::test
