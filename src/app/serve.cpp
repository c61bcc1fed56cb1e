// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"
#include "config.hpp"
#include "run.hpp"

#include <memory>
#include <string>

namespace cordon::app {

void add_serve(CLI::App& program)
{
    auto file = std::make_shared<std::string>();
    CLI::App* command = program.add_subcommand("serve", "Run the daemon");
    command->add_option("--config", *file, "The configuration file (config/cordon.toml explains every key)")
        ->required();
    command->callback([file] { run(config_or_fail(*file), *file); });
}

}  // namespace cordon::app
