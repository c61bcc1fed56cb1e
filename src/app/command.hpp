// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

#include <stdexcept>
#include <string>

namespace cordon::app {

/// How a command ends when it cannot do what was asked: main prints `what()` on standard error and exits with `code`.
/// 1: failed; 2: bad usage or input. The sentence says what, where, and what would be right.
struct CommandFailed : std::runtime_error {
    int code;

    CommandFailed(int exit_code, const std::string& what) : std::runtime_error{what}, code{exit_code} {}
};

// Each puts its subcommand into `program`, with a callback that does the work and returns when it is done, or throws
// CommandFailed. One file each.
void add_serve(CLI::App& program);
void add_check_config(CLI::App& program);
void add_migrate(CLI::App& program);
void add_import(CLI::App& program);
void add_decode(CLI::App& program);
void add_replay(CLI::App& program);
void add_simulate(CLI::App& program);
void add_evaluate(CLI::App& program);
void add_whatif(CLI::App& program);
void add_journal(CLI::App& program);
void add_token(CLI::App& program);

}  // namespace cordon::app
