// SPDX-License-Identifier: Apache-2.0
#include "app/command.hpp"

#include <cordon/app/version.hpp>

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <string>

namespace {

void add_commands(CLI::App& program)
{
    cordon::app::add_serve(program);
    cordon::app::add_check_config(program);
    cordon::app::add_migrate(program);
    cordon::app::add_import(program);
    cordon::app::add_token(program);
    cordon::app::add_decode(program);
    cordon::app::add_replay(program);
    cordon::app::add_simulate(program);
    cordon::app::add_whatif(program);
    cordon::app::add_evaluate(program);
    cordon::app::add_journal(program);
}

int run(int argc, char** argv)
{
    CLI::App program{"Cordon: decides from what GPS tags send whether orders are kept, and tells an operator."};
    program.set_version_flag("--version", std::string{cordon::app::version});
    program.require_subcommand(1);
    add_commands(program);
    try {
        program.parse(argc, argv);
        return 0;
    } catch (const CLI::ParseError& error) {
        // CLI11 has its own numbers for bad usage; ours is 2. Help and version are no error.
        return program.exit(error) == 0 ? 0 : 2;
    } catch (const cordon::app::CommandFailed& failed) {
        std::fprintf(stderr, "cordon: %s\n", failed.what());
        return failed.code;
    }
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "cordon: %s\n", error.what());
        return 1;
    }
}
