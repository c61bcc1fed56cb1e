// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"
#include "config.hpp"
#include "input_file.hpp"
#include "journal_cases.hpp"
#include "whatif_summary.hpp"

#include <cordon/pipeline/whatif.hpp>
#include <cordon/store/case_reader.hpp>

#include <iostream>
#include <memory>
#include <string>
#include <utility>

namespace cordon::app {

namespace {

struct WhatIfOptions {
    std::string orders;
    std::string from;
    std::string to;
    std::string reason;
    std::string config;
    std::string state;
    bool json = false;
};

std::unique_ptr<port::CaseReader> cases_of(const WhatIfOptions& options)
{
    if (!options.state.empty() && !options.config.empty()) {
        throw CommandFailed{2, "--state and --config are both given; tracks come from a journal or from a database"};
    }
    if (!options.state.empty()) {
        return std::make_unique<JournalCases>(options.state);
    }
    return store::make_case_reader(database_url(options.config.empty() ? Config{} : config_or_fail(options.config)));
}

pipeline::WhatIfQuestion question_of(const WhatIfOptions& options)
{
    if (options.reason.find_first_not_of(" \t\r\n") == std::string::npos) {
        throw CommandFailed{2, "whatif reads where people were: say why with --reason TEXT"};
    }
    const UtcTime from = time_option("--from", options.from);
    const UtcTime until = time_option("--to", options.to);
    if (until <= from) {
        throw CommandFailed{2, "--to is " + options.to + "; must be after --from, which is " + options.from};
    }
    auto orders = read_order_file(options.orders);
    if (orders.empty()) {
        throw CommandFailed{2, options.orders + ": /orders: holds no order; there is nothing to try"};
    }
    return {.orders = std::move(orders), .from = from, .until = until};
}

void run_whatif(const WhatIfOptions& options)
{
    const auto question = question_of(options);
    const auto cases = cases_of(options);
    const auto answer = pipeline::what_if(question, *cases);
    if (!answer.has_value()) {
        throw CommandFailed{1, answer.error().what};
    }
    print_episodes(answer.value().episodes);
    if (options.json) {
        std::cout << summary_json(question, answer.value(), options.reason) << '\n';
    } else {
        std::cerr << summary_text(question, answer.value());
    }
    if (!std::cout.flush()) {
        throw CommandFailed{1, "standard output: cannot be written"};
    }
}

}  // namespace

void add_whatif(CLI::App& program)
{
    auto* command = program.add_subcommand(
        "whatif",
        "Try proposed orders on recorded tracks: which episodes would there have been, and how many a day. The orders "
        "hold from the beginning; nothing is written. Tracks come from the database (--config, else "
        "CORDON_DATABASE_URL), or from a journal (--state)");
    const auto options = std::make_shared<WhatIfOptions>();
    command->add_option("--orders", options->orders, "The proposed orders (JSON document); - is standard input")
        ->required();
    command->add_option("--from", options->from, "The first instant asked for")->required();
    command->add_option("--to", options->to, "The first instant no longer asked for")->required();
    command->add_option("--reason", options->reason,
                        "Why these people's tracks are read. Asked for always; it stands in the --json answer. The "
                        "audit record of the reading comes with the audit journal, which is not there yet");
    command->add_option("--config", options->config, "The configuration, whose database.url is used");
    command->add_option("--state", options->state,
                        "Read the journal in this state folder instead, beside a running daemon too");
    command->add_flag("--json", options->json,
                      "The counts as a last JSON object on standard output, in place of the text on standard error");
    command->callback([options] { run_whatif(*options); });
}

}  // namespace cordon::app
