// SPDX-License-Identifier: Apache-2.0
#include "following.hpp"

#include <cordon/store/migrations.hpp>

#include <fstream>

namespace cordon::test {
namespace {

const std::filesystem::path real_sql = std::filesystem::path{CORDON_SOURCE_DIR} / "sql";

class Migrations : public testing::Test {
protected:
    void write(const std::string& name, const std::string& sql) const { std::ofstream{folder.path / name} << sql; }

    [[nodiscard]] std::string fault() const
    {
        const auto run = store::migrate(database.url(), folder.path);
        return run.has_value() ? "" : run.error().what;
    }

    FreshDatabase database;
    TemporaryFolder folder;
};

TEST_F(Migrations, an_empty_database_gets_all_and_the_second_time_none)
{
    const int first = store::migrate(database.url(), real_sql).value();

    EXPECT_GE(first, 4);
    EXPECT_EQ(store::migrate(database.url(), real_sql).value(), 0);
    EXPECT_EQ(database.ask("select count(*) from cordon.schema_migration"), std::to_string(first));
    EXPECT_EQ(database.ask("select committed_offset from cordon.journal_cursor"), "0");
}

TEST_F(Migrations, every_table_and_view_says_what_it_is)
{
    ASSERT_TRUE(store::migrate(database.url(), real_sql).has_value());

    EXPECT_EQ(database.ask("select string_agg(relname, ' ') from pg_class where relnamespace = 'cordon'::regnamespace "
                           "and relkind in ('r', 'p', 'v') and obj_description(oid) is null"),
              "");
}

TEST_F(Migrations, a_file_that_changed_after_it_was_run_is_refused)
{
    write("0001_one.sql", "create table cordon.one (x integer);");
    ASSERT_EQ(fault(), "");

    write("0001_one.sql", "create table cordon.one (x bigint);");

    EXPECT_EQ(fault(),
              "0001_one.sql is not what was run here as 0001_one.sql: a migration that was run must not change");
}

TEST_F(Migrations, one_that_fails_leaves_nothing_of_itself_and_the_ones_before_it)
{
    write("0001_one.sql", "create table cordon.one (x integer);");
    write("0002_two.sql", "create table cordon.two (x integer); select 1 / 0;");

    EXPECT_EQ(fault(), "0002_two.sql: ERROR:  division by zero");

    EXPECT_NE(database.ask("select to_regclass('cordon.one')"), "");
    EXPECT_EQ(database.ask("select to_regclass('cordon.two')"), "");
    EXPECT_EQ(database.ask("select string_agg(name, ' ') from cordon.schema_migration"), "0001_one.sql");
}

TEST_F(Migrations, a_database_of_a_newer_release_is_refused)
{
    write("0001_one.sql", "select 1;");
    write("0002_two.sql", "select 1;");
    ASSERT_EQ(fault(), "");

    std::filesystem::remove(folder.path / "0002_two.sql");

    EXPECT_EQ(fault(),
              "the database is at migration 0002_two.sql, this release ends at 0001_one.sql: it needs a newer one");
}

TEST_F(Migrations, numbers_run_from_one_without_a_gap)
{
    write("0001_one.sql", "select 1;");
    write("0003_three.sql", "select 1;");
    EXPECT_TRUE(
        fault().ends_with("0003_three.sql should have number 0002: migrations are numbered from 1 without a gap"));

    std::filesystem::remove(folder.path / "0003_three.sql");
    write("second.sql", "select 1;");
    EXPECT_TRUE(fault().ends_with("second.sql: cannot be read, or has no name such as 0001_journal.sql"));
}

TEST_F(Migrations, two_programs_at_once_run_each_once)
{
    int of_other = -1;
    std::jthread other{[&] { of_other = store::migrate(database.url(), real_sql).value(); }};
    const int mine = store::migrate(database.url(), real_sql).value();
    other.join();

    EXPECT_EQ(std::min(mine, of_other), 0);
    EXPECT_EQ(database.ask("select count(*) from cordon.schema_migration"), std::to_string(std::max(mine, of_other)));
}

TEST(MigrationsWithout, a_database_say_so_in_a_sentence)
{
    const auto run = store::migrate("host=/nowhere user=x password=secret dbname=y", real_sql);

    EXPECT_TRUE(run.error().what.starts_with("no database: ")) << run.error().what;
    EXPECT_EQ(run.error().what.find("secret"), std::string::npos);
    EXPECT_TRUE(store::migrate("host=/nowhere", "/nowhere/sql").error().what.starts_with("/nowhere/sql: "));
}

}  // namespace
}  // namespace cordon::test
