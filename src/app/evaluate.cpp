// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"
#include "input_file.hpp"

#include <cordon/sim/evaluation.hpp>

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace cordon::app {

namespace {

struct EvaluateOptions {
    std::string truth;
    std::string episodes;
    double tolerance_s = 60;
    std::optional<double> wearer_days;
    bool json = false;
};

template <class Read>
auto read_lines(const std::string& name, const Read& read)
{
    auto result = read(read_input(name));
    if (!result.has_value()) {
        throw CommandFailed{2, name + ": " + result.error().what};
    }
    return std::move(result).value();
}

std::string part_of(std::size_t part, std::size_t whole)
{
    return whole == 0 ? "–" : fmt::format("{:.3f}", static_cast<double>(part) / static_cast<double>(whole));
}

void print_recall(std::string_view name, const sim::Recall& recall)
{
    if (recall.happened > 0) {
        fmt::print("{:<20}{:>10}{:>10}{:>10}{:>10}\n", name, recall.happened, recall.told,
                   part_of(recall.told, recall.happened), part_of(recall.confirmed, recall.happened));
    }
}

std::string seconds_of(std::optional<Millis> span)
{
    return span ? fmt::format("{:.0f} s", static_cast<double>(span->count()) / 1000.0) : "–";
}

void print(const sim::Evaluation& evaluation)
{
    fmt::print("{:<20}{:>10}{:>10}{:>10}{:>10}\n", "", "happened", "told", "recall", "confirmed");
    for (const sim::KindOfTruth& kind : evaluation.kinds) {
        print_recall(model::to_string(kind.kind), kind.all());
    }
    const auto classes = evaluation.by_class();
    for (std::size_t i = 0; i < sim::seen_classes; ++i) {
        print_recall(sim::to_string(static_cast<sim::Seen>(i)), classes.at(i));
    }
    const auto rate = evaluation.false_confirmed_per_wearer_day();
    fmt::print("false confirmed     {:>10} of {} confirmed", evaluation.false_confirmed, evaluation.confirmed);
    fmt::print("{}\n",
               rate && evaluation.wearer_days
                   ? fmt::format(": {:.4f} a wearer-day over {:.1f} wearer-days", *rate, *evaluation.wearer_days)
                   : std::string{"; no wearer-days in the truth: give --wearer-days for a rate"});
    fmt::print("false possible      {:>10}\n", evaluation.false_possible);
    fmt::print("detection delay     {:>10} median, {} p90\n", seconds_of(evaluation.delay_median),
               seconds_of(evaluation.delay_p90));
    fmt::print("not judged          {:>10}\n", evaluation.not_judged);
}

void run_evaluate(const EvaluateOptions& options)
{
    if (options.truth == "-" && options.episodes == "-") {
        throw CommandFailed{2, "--truth and --episodes are both -; one of them must be a file"};
    }
    const auto truth = read_lines(options.truth, sim::read_truth);
    const auto episodes = read_lines(options.episodes, sim::read_concluded);
    const Millis tolerance{static_cast<std::int64_t>(options.tolerance_s * 1000.0)};
    auto evaluation = sim::evaluate(truth, episodes, tolerance);
    if (options.wearer_days) {
        evaluation.wearer_days = options.wearer_days;
    }
    if (options.json) {
        fmt::print("{}\n", sim::to_json(evaluation));
    } else {
        print(evaluation);
    }
}

}  // namespace

void add_evaluate(CLI::App& program)
{
    auto* command = program.add_subcommand(
        "evaluate", "Compare concluded episodes with what really happened: recall, false incidents, delay");
    const auto options = std::make_shared<EvaluateOptions>();
    command
        ->add_option("--truth", options->truth, "What happened, as `simulate --truth` writes it; - is standard input")
        ->required();
    command
        ->add_option("--episodes", options->episodes,
                     "What was concluded, as `replay` prints it, with --final or without; - is standard input")
        ->required();
    command->add_option("--tolerance", options->tolerance_s, "Seconds that dates may be off and still match (60)")
        ->check(CLI::Range(0.0, 86'400.0));
    command->add_option("--wearer-days", options->wearer_days, "In place of the truth's own")
        ->check(CLI::PositiveNumber);
    command->add_flag("--json", options->json, "One JSON object");
    command->callback([options] { run_evaluate(*options); });
}

}  // namespace cordon::app
