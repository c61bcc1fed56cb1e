// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"
#include "config.hpp"

#include <cstdio>
#include <memory>
#include <string>

namespace cordon::app {

void add_check_config(CLI::App& program)
{
    auto file = std::make_shared<std::string>();
    CLI::App* command = program.add_subcommand("check-config", "Say everything that is wrong with a configuration");
    command->add_option("FILE", *file, "The configuration file")->required();
    command->callback([file] {
        (void)config_or_fail(*file);
        std::printf("%s: no fault found\n", file->c_str());
    });
}

}  // namespace cordon::app
