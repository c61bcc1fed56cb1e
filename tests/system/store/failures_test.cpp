// SPDX-License-Identifier: Apache-2.0
#include "following.hpp"

namespace cordon::test {
namespace {

constexpr const char* count = "select count(*) from cordon.observation";

TEST(StoreFailures, rows_are_there_once_when_its_connections_break_in_full_flow)
{
    const FreshDatabase database;
    Truth truth;
    Following store{truth, database.url(), 7};

    for (int i = 0; i < 40; ++i) {
        truth.add_fixes(50);
        store.wake();
        database.break_connections("cordon");
    }
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(database.ask(count), "2000");
    EXPECT_EQ(database.ask("select count(distinct journal_offset) from cordon.observation"), "2000");
    EXPECT_GT(store.failures("lost") + store.failures("connect") + store.failures("statement"), 0U);
}

TEST(StoreFailures, the_cursor_moves_with_the_rows_and_never_without_them)
{
    const FreshDatabase database;
    Truth truth;
    truth.add_fixes(3'000);
    Following store{truth, database.url(), 5};
    ASSERT_TRUE(eventually([&] { return store.cursor() > 0; }));

    int looks = 0;
    while (store.cursor() < 3'000) {
        EXPECT_EQ(database.ask("select committed_offset - (select count(*) from cordon.observation) from "
                               "cordon.journal_cursor"),
                  "0");
        ++looks;
    }

    EXPECT_GT(looks, 3);
}

TEST(StoreFailures, all_rows_are_there_after_the_server_was_away)
{
    PostgresCluster cluster;
    {
        const FreshDatabase database{cluster.url()};
        Truth truth;
        Following store{truth, database.url()};
        truth.add_fixes(500);
        ASSERT_TRUE(store.caught_up());

        cluster.stop();
        truth.add_fixes(500);
        store.wake();
        ASSERT_TRUE(eventually([&] { return !store.connected(); }));
        cluster.start();

        ASSERT_TRUE(store.caught_up());
        EXPECT_TRUE(store.connected());
        EXPECT_EQ(database.ask(count), "1000");
    }
}

TEST(StoreFailures, a_daemon_that_starts_without_its_database_waits_for_it)
{
    PostgresCluster cluster;
    const std::string url = cluster.url();
    Truth truth;
    truth.add_fixes(10);
    cluster.stop();
    Following store{truth, url};
    ASSERT_TRUE(eventually([&] { return store.failures("connect") > 3; }));
    EXPECT_FALSE(store.connected());

    cluster.start();

    ASSERT_TRUE(store.caught_up());
}

TEST(StoreFailures, a_database_that_is_empty_again_is_filled_from_the_start)
{
    const FreshDatabase database;
    Truth truth;
    truth.add_fixes(200);
    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());

    database.execute("drop schema cordon cascade");
    truth.add_fixes(10);
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(database.ask(count), "210");
}

TEST(StoreFailures, a_restart_goes_on_where_the_database_is)
{
    const FreshDatabase database;
    Truth truth;
    truth.add_fixes(100);
    {
        Following store{truth, database.url()};
        ASSERT_TRUE(store.caught_up());
    }
    truth.add_fixes(100);
    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());

    EXPECT_EQ(database.ask(count), "200");
    EXPECT_EQ(store.counters.counter("store_rows_total", "", "").value(), 100U);
}

TEST(StoreFailures, of_two_writers_neither_doubles_a_row)
{
    const FreshDatabase database;
    Truth truth;
    truth.add_fixes(1'000);
    Following one{truth, database.url(), 3};
    Following other{truth, database.url(), 3};

    ASSERT_TRUE(one.caught_up());
    ASSERT_TRUE(other.caught_up());

    EXPECT_EQ(database.ask(count), "1000");
    EXPECT_EQ(one.counters.counter("store_rows_total", "", "").value() +
                  other.counters.counter("store_rows_total", "", "").value(),
              1'000U);
}

TEST(StoreFailures, a_database_of_another_journal_is_left_alone)
{
    const FreshDatabase database;
    {
        Truth longer;
        longer.add_fixes(100);
        Following store{longer, database.url()};
        ASSERT_TRUE(store.caught_up());
    }
    Truth truth;
    truth.add_fixes(10);
    Following store{truth, database.url()};
    ASSERT_TRUE(eventually([&] { return store.failures("cursor_ahead") > 0; }));

    EXPECT_FALSE(store.connected());
    EXPECT_EQ(database.ask(count), "100");
}

TEST(StoreFailures, it_stops_in_time_though_a_statement_does_not_end)
{
    const FreshDatabase database;
    Truth truth;
    truth.add_fixes(10);
    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());
    pqxx::connection psql{database.url()};
    pqxx::work holder{psql};
    holder.exec("lock table cordon.journal_cursor in access exclusive mode");
    truth.add_fixes(10);
    store.wake();
    ASSERT_TRUE(eventually([&] {
        return holder
                   .exec(
                       "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and application_name = "
                       "'cordon'")[0][0]
                   .as<int>() > 0;
    }));

    const auto before = std::chrono::steady_clock::now();
    store.stop();

    EXPECT_LT(std::chrono::steady_clock::now() - before, 2s);
}

TEST(StoreFailures, only_what_is_settled_is_written)
{
    const FreshDatabase database;
    Truth truth;
    truth.add_fixes(10);
    const model::Record later{.at = truth.clock, .body = model::FrameRecord{.observations = {truth.fix(truth.clock)}}};
    ASSERT_TRUE(truth.journal->append({&later, 1}).has_value());

    Following store{truth, database.url()};
    ASSERT_TRUE(store.caught_up());
    store.stop();

    EXPECT_EQ(database.ask("select committed_offset from cordon.journal_cursor"), "10");
}

}  // namespace
}  // namespace cordon::test
