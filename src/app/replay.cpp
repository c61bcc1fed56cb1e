// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"
#include "input_file.hpp"

#include <cordon/engine/engine.hpp>
#include <cordon/model/observation_json.hpp>
#include <cordon/model/order_document.hpp>
#include <cordon/pipeline/final_episodes.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cordon::app {

namespace {

struct ReplayOptions {
    std::string orders;
    std::string observations;
    std::string until;
    bool final_only = false;
};

/// One line of the log and the instant it moves the clock to, if that is later.
struct LogLine {
    UtcTime now;
    std::optional<model::Observation> observation;
};

std::vector<LogLine> read_log(const std::string& name, std::optional<UtcTime> until)
{
    const std::string text = read_input(name);
    std::vector<LogLine> lines;
    InputFaults faults;
    std::size_t number = 0;
    for (std::string_view rest = text; !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
            continue;
        }
        auto read = model::read_observation_line(line);
        if (!read.has_value()) {
            faults.add(name + ": line " + std::to_string(number) + ": " + read.error().what);
            continue;
        }
        const auto* tick = std::get_if<model::Tick>(&read.value());
        const UtcTime now = tick != nullptr ? tick->at : std::get<model::Observation>(read.value()).received;
        if (until && now > *until) {
            break;
        }
        lines.push_back({.now = now});
        if (tick == nullptr) {
            lines.back().observation = std::move(std::get<model::Observation>(read.value()));
        }
    }
    faults.check();
    return lines;
}

/// The fold over a journal made of the given orders and lines.
class Replay {
public:
    explicit Replay(bool final_only) : final_only_{final_only} {}

    /// Orders exist from before the first observation.
    void order(const model::OrderText& order)
    {
        apply(UtcTime{}, model::OrderRecord{.json = model::record_json(order), .by = {"replay"}});
    }

    void line(LogLine line)
    {
        clock_ = clock_ ? std::max(*clock_, line.now) : line.now;
        if (!line.observation) {
            apply(*clock_, model::TickRecord{});
            return;
        }
        model::FrameRecord frame{.device = line.observation->device,
                                 .protocol = model::Protocol::feeder,
                                 .peer = "replay",
                                 .received = line.observation->received};
        frame.observations.push_back(std::move(*line.observation));
        apply(*clock_, std::move(frame));
    }

    /// The last state of each episode that was not withdrawn.
    void print_final() const { print_episodes(last_.rows(engine_)); }

private:
    void apply(UtcTime at, model::Body body)
    {
        const model::StampedRecord record{.offset = {++offset_}, .record = {.at = at, .body = std::move(body)}};
        auto changes = engine_.apply(record);
        if (final_only_) {
            last_.take(std::move(changes));
            return;
        }
        for (const auto& change : changes) {
            std::cout << model::to_json(change.episode) << '\n';
        }
    }

    engine::Engine engine_;
    std::uint64_t offset_ = 0;
    std::optional<UtcTime> clock_;
    bool final_only_;
    pipeline::FinalEpisodes last_;
};

void run_replay(const ReplayOptions& options)
{
    std::optional<UtcTime> until;
    if (!options.until.empty()) {
        until = time_option("--until", options.until);
    }
    if (options.orders == "-" && options.observations == "-") {
        throw CommandFailed{2, "--orders and --observations are both -; one of them must be a file"};
    }
    const auto orders = read_order_file(options.orders);
    auto lines = read_log(options.observations, until);
    Replay replay{options.final_only};
    for (const auto& order : orders) {
        replay.order(order);
    }
    for (auto& line : lines) {
        replay.line(std::move(line));
    }
    if (until) {
        replay.line({.now = *until});
    }
    if (options.final_only) {
        replay.print_final();
    }
    if (!std::cout.flush()) {
        throw CommandFailed{1, "standard output: cannot be written"};
    }
}

}  // namespace

void add_replay(CLI::App& program)
{
    auto* command = program.add_subcommand("replay", "Decide recorded observations by orders, without a database");
    const auto options = std::make_shared<ReplayOptions>();
    command->add_option("--orders", options->orders, "Orders document (JSON); - is standard input")->required();
    command->add_option("--observations", options->observations, "One observation or tick a line; - is standard input")
        ->required();
    command->add_option("--until", options->until,
                        "Stop before the first line after this time, and move the clock to it");
    command->add_flag("--final", options->final_only, "Only the last state of each episode that was not withdrawn");
    command->callback([options] { run_replay(*options); });
}

}  // namespace cordon::app
