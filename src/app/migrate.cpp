// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"
#include "config.hpp"

#include <cordon/store/migrations.hpp>

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>

namespace cordon::app {

namespace {

struct MigrateOptions {
    std::string config;
    std::string sql;
};

/// Where the migrations are when nobody says: in the working folder, in the checkout this program was built in
/// (build/release/cordon), or where an installation keeps them.
std::filesystem::path find_migrations()
{
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
    for (const std::filesystem::path& folder :
         {std::filesystem::path{"sql"}, program / "../../sql", program / "../share/cordon/sql"}) {
        if (std::filesystem::is_directory(folder, error)) {
            return folder.lexically_normal();
        }
    }
    return "sql";
}

Config config_of(const MigrateOptions& options)
{
    Config config = options.config.empty() ? Config{} : config_or_fail(options.config);
    if (!options.sql.empty()) {
        config.database.sql = options.sql;
    } else if (config.database.sql.empty()) {
        config.database.sql = find_migrations();
    }
    return config;
}

void run_migrate(const MigrateOptions& options)
{
    const Config config = config_of(options);
    const auto run = store::migrate(database_url(config), config.database.sql);
    if (!run.has_value()) {
        throw CommandFailed{1, run.error().what};
    }
    if (run.value() == 0) {
        std::cout << "nothing to do: the database is up to date\n";
    } else {
        std::cout << "ran " << run.value() << (run.value() == 1 ? " migration\n" : " migrations\n");
    }
}

}  // namespace

void add_migrate(CLI::App& program)
{
    const auto options = std::make_shared<MigrateOptions>();
    CLI::App* command = program.add_subcommand(
        "migrate", "Bring the database to this release's schema (database: --config, else CORDON_DATABASE_URL)");
    command->add_option("--config", options->config, "The configuration, whose database.url and database.sql are used");
    command->add_option("--sql", options->sql,
                        "The folder of migrations, instead of the configuration's (default: sql, beside the program)");
    command->callback([options] { run_migrate(*options); });
}

}  // namespace cordon::app
