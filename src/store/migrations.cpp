// SPDX-License-Identifier: Apache-2.0
#include "connection.hpp"
#include "sentence.hpp"

#include <cordon/store/migrations.hpp>

#include <fmt/format.h>
#include <pqxx/pqxx>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <vector>

namespace cordon::store {

namespace {

struct Migration {
    int number = 0;
    std::string name;
    std::string sql;
};

struct Applied {
    int number = 0;
    std::string name;
    std::string checksum;
};

/// "CORDON" as a number: what a program that migrates holds.
constexpr std::int64_t migration_lock = 0x434f52444f4e;

/// 0001_what_it_does.sql
int number_of(std::string_view name)
{
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool numbered = name.size() > 9 && std::ranges::all_of(name.substr(0, 4), is_digit) && name[4] == '_';
    return numbered ? std::stoi(std::string{name.substr(0, 4)}) : 0;
}

Result<std::vector<Migration>> read_folder(const std::filesystem::path& folder)
{
    std::error_code error;
    std::vector<Migration> out;
    for (const auto& entry : std::filesystem::directory_iterator{folder, error}) {
        if (entry.path().extension() != ".sql") {
            continue;
        }
        std::ifstream file{entry.path()};
        const std::string name = entry.path().filename();
        out.push_back({.number = number_of(name),
                       .name = name,
                       .sql = {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}}});
        if (!file || out.back().number == 0) {
            return refuse(
                fmt::format("{}: cannot be read, or has no name such as 0001_journal.sql", entry.path().string()));
        }
    }
    if (error || out.empty()) {
        return refuse(fmt::format("{}: {}; must be the folder of the migrations", folder.string(),
                                  error ? error.message() : "holds no migration"));
    }
    std::ranges::sort(out, {}, &Migration::number);
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i].number != static_cast<int>(i) + 1) {
            return refuse(fmt::format("{}: {} should have number {:04}: migrations are numbered from 1 without a gap",
                                      folder.string(), out[i].name, i + 1));
        }
    }
    return out;
}

class Migrator {
public:
    explicit Migrator(pqxx::connection_base& connection) : connection_{connection} {}

    Result<int> run(const std::vector<Migration>& migrations)
    {
        prepare();
        const std::vector<Applied> applied = read_applied();
        if (applied.size() > migrations.size()) {
            return refuse(fmt::format("the database is at migration {}, this release ends at {}: it needs a newer one",
                                      applied.back().name, migrations.back().name));
        }
        for (std::size_t i = 0; i < applied.size(); ++i) {
            if (applied[i].number != migrations[i].number || applied[i].checksum != checksum(migrations[i].sql)) {
                return refuse(fmt::format("{} is not what was run here as {}: a migration that was run must not change",
                                          migrations[i].name, applied[i].name));
            }
        }
        for (std::size_t i = applied.size(); i < migrations.size(); ++i) {
            CORDON_CHECK(apply(migrations[i]));
        }
        return static_cast<int>(migrations.size() - applied.size());
    }

private:
    /// The lock goes with the session.
    void prepare()
    {
        pqxx::nontransaction session{connection_};
        session.exec(fmt::format("select pg_advisory_lock({})", migration_lock));
        session.exec(
            "create schema if not exists cordon; "
            "create table if not exists cordon.schema_migration ("
            "    number integer primary key,"
            "    name text not null,"
            "    checksum text not null,"
            "    applied timestamptz not null default now()"
            "); "
            "comment on table cordon.schema_migration is "
            "'The migrations that were run here, and the SHA-256 of each file as it was then.'");
    }

    std::vector<Applied> read_applied()
    {
        pqxx::nontransaction session{connection_};
        std::vector<Applied> out;
        for (const auto& row :
             session.exec("select number, name, checksum from cordon.schema_migration order by number")) {
            out.push_back(
                {.number = row[0].as<int>(), .name = row[1].as<std::string>(), .checksum = row[2].as<std::string>()});
        }
        return out;
    }

    std::string checksum(const std::string& sql)
    {
        pqxx::nontransaction session{connection_};
        return session.exec_params("select encode(sha256(convert_to($1, 'UTF8')), 'hex')", sql)[0][0].as<std::string>();
    }

    Result<void> apply(const Migration& migration)
    {
        const std::string sum = checksum(migration.sql);
        try {
            pqxx::work work{connection_};
            work.exec(migration.sql);
            work.exec_params("insert into cordon.schema_migration (number, name, checksum) values ($1, $2, $3)",
                             migration.number, migration.name, sum);
            work.commit();
            return done();
        } catch (const pqxx::sql_error& error) {
            return refuse(fmt::format("{}: {}", migration.name, first_line(error.what())));
        }
    }

    pqxx::connection_base& connection_;
};

}  // namespace

Result<int> migrate(const std::string& url, const std::filesystem::path& sql_folder)
{
    CORDON_TRY(const auto migrations, read_folder(sql_folder));
    try {
        const auto connection = open_connection(url);
        const pqxx::quiet_errorhandler quiet{*connection};
        return Migrator{*connection}.run(migrations);
    } catch (const pqxx::sql_error& error) {
        return refuse(fmt::format("the database refused to be migrated: {}", first_line(error.what())));
    } catch (const std::exception& error) {
        return refuse(fmt::format("no database: {}", first_line(error.what())));
    }
}

}  // namespace cordon::store
