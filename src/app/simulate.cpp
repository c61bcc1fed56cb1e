// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"

#include <cordon/model/order_document.hpp>
#include <cordon/sim/fleet.hpp>
#include <cordon/sim/ledger.hpp>
#include <cordon/sim/orders.hpp>
#include <cordon/sim/population.hpp>
#include <cordon/sim/recording.hpp>
#include <cordon/sim/scenario.hpp>
#include <cordon/sim/truth.hpp>

#include <arpa/inet.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cordon::app {

namespace {

using namespace std::chrono_literals;

struct SimulateOptions {
    std::string scenario;
    std::string orders_out;
    std::string truth;
    std::string observations;
    std::string ways;
    std::string ledger;
    std::string host = "127.0.0.1";
    std::uint16_t port = 5027;
    std::uint16_t udp_port = 5027;
    std::optional<std::uint32_t> wearers;
    std::optional<double> rate;
    std::optional<std::uint64_t> seed;
    std::optional<double> duration_s;
    std::optional<double> udp_share;
    double speed = 1;
    std::uint16_t records_per_packet = 1;
    bool quiet = false;
};

UtcTime wall_now()
{
    return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

std::string read_file(const std::string& path)
{
    std::ifstream in{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in) {
        throw CommandFailed{
            2, fmt::format("{} cannot be read; --scenario must name a scenario like config/london.json", path)};
    }
    return text;
}

sim::Scenario scenario_of(const SimulateOptions& options)
{
    auto read = sim::read_scenario(read_file(options.scenario));
    if (!read.has_value()) {
        std::string faults = fmt::format("{} is no scenario:", options.scenario);
        for (const sim::ScenarioFault& fault : read.error()) {
            faults += fmt::format("\n  {}: {}", fault.pointer.empty() ? "/" : fault.pointer, fault.what);
        }
        throw CommandFailed{2, faults};
    }
    sim::Scenario scenario = std::move(read).value();
    scenario.faults.udp_share = options.udp_share.value_or(scenario.faults.udp_share);
    return scenario;
}

/// The orders of these people, as the server reads them.
model::OrderDocument orders_of(const std::string& document)
{
    auto read = model::read_order_document(document);
    if (!read.has_value()) {
        std::string faults = "the scenario's zones make no valid orders document:";
        for (const model::DocumentFault& fault : read.error()) {
            faults += fmt::format("\n  {}: {}", fault.pointer, fault.what);
        }
        throw CommandFailed{2, faults};
    }
    return std::move(read).value();
}

void write_file(const std::string& path, const std::string& text)
{
    std::ofstream out{path, std::ios::binary | std::ios::trunc};
    out << text << std::flush;
    if (!out) {
        throw CommandFailed{1, fmt::format("{} cannot be written", path)};
    }
}

std::optional<Millis> duration_of(const SimulateOptions& options, const sim::Scenario& scenario)
{
    if (options.duration_s) {
        return Millis{static_cast<std::int64_t>(*options.duration_s * 1000.0)};
    }
    if (options.speed > 1) {
        return Millis{static_cast<std::int64_t>(static_cast<double>(scenario.length.count()) / options.speed)};
    }
    return std::nullopt;
}

/// A connection a tag takes as many files as there are tags; the soft limit is for programs that do not.
void allow_connections(const std::vector<sim::Wearer>& wearers)
{
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    std::size_t by_tcp = 0;
    for (const sim::Wearer& wearer : wearers) {
        by_tcp += wearer.tag.udp ? 0 : 1;
    }
    constexpr std::size_t others = 600;  // UDP sockets and what a process has open anyway
    if (by_tcp + others > files.rlim_cur) {
        throw CommandFailed{2,
                            fmt::format("{} tags use TCP and {} files may be open here; --wearers must be smaller or "
                                        "--udp-share larger (1: all by UDP)",
                                        by_tcp, files.rlim_cur)};
    }
}

std::string told(const sim::Tally& tally)
{
    return fmt::format("sent {}  acknowledged {}  re-sent {} packets  reconnects {}  refused logins {}", tally.sent,
                       tally.acknowledged, tally.resent, tally.reconnects, tally.refused_logins);
}

/// On a terminal one line that is written over each second; elsewhere a line every ten.
class Progress {
public:
    void show(const sim::Tally& tally, sim::SimTime at)
    {
        ++seconds_;
        if (terminal_) {
            fmt::print(stderr, "\r\033[K{:%H:%M:%S}  {}", std::chrono::floor<std::chrono::seconds>(at), told(tally));
        } else if (seconds_ % 10 == 0) {
            fmt::print(stderr, "{:%H:%M:%S}  {}\n", std::chrono::floor<std::chrono::seconds>(at), told(tally));
        }
        std::fflush(stderr);
    }

    void end() const
    {
        if (terminal_ && seconds_ > 0) {
            fmt::print(stderr, "\n");
        }
    }

private:
    bool terminal_ = isatty(STDERR_FILENO) == 1;
    std::uint64_t seconds_ = 0;
};

void write_lines(const std::string& path, const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& line : lines) {
        text += line + '\n';
    }
    write_file(path, text);
}

void write_truth(const std::string& path, const std::vector<sim::Wearer>& wearers, const model::OrderDocument& orders,
                 const sim::TagSettings& tags, sim::SimTime until)
{
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < wearers.size(); ++i) {
        std::ranges::copy(sim::truth_lines(wearers[i], orders.orders[i].order, tags, until), std::back_inserter(lines));
    }
    write_lines(path, lines);
}

sim::TagSettings tag_settings(const SimulateOptions& options, const sim::Scenario& scenario, std::size_t wearers,
                              std::optional<Millis> duration, UtcTime starts)
{
    sim::TagSettings tags{.seed = options.seed.value_or(scenario.seed),
                          .starts = starts,
                          .records_per_packet = options.records_per_packet,
                          .noise = scenario.noise,
                          .faults = scenario.faults};
    if (duration) {
        tags.until = sim::SimTime{static_cast<std::int64_t>(static_cast<double>(duration->count()) * options.speed)};
    }
    if (options.rate) {
        // So many fixes a second of the wall clock.
        tags.report_ms = static_cast<double>(wearers) / *options.rate * 1000.0 * options.speed;
    }
    return tags;
}

/// The scenario without sockets: from the start it names (or so long ago that it ends now) to its end.
void write_recording(const SimulateOptions& options, const sim::Scenario& scenario,
                     const std::vector<sim::Wearer>& wearers)
{
    const Millis length = duration_of(options, scenario).value_or(scenario.length);
    const UtcTime starts =
        scenario.staging ? scenario.staging->starts : std::chrono::floor<std::chrono::seconds>(wall_now() - length);
    auto tags = tag_settings(options, scenario, wearers.size(), length, starts);
    const auto document = sim::orders_document(wearers, scenario.time_zone, starts, starts + tags.until);
    const auto orders = orders_of(document);
    const sim::Recording recording = sim::record(wearers, tags);
    write_lines(options.observations, recording.lines);
    if (!options.orders_out.empty()) {
        write_file(options.orders_out, document);
    }
    if (!options.truth.empty()) {
        write_lines(options.truth, sim::happened_lines(wearers, orders.orders, tags, recording));
    }
    if (!options.ways.empty()) {
        write_lines(options.ways, sim::way_lines(wearers, tags));
    }
    fmt::print("{}: {} lines of {} people, {} orders\n", options.observations, recording.lines.size(), wearers.size(),
               orders.orders.size());
}

/// What the truth of a live run of a staged scenario is, is asked of the tags once more: they say the same again.
void write_staged_truth(const std::string& path, const std::vector<sim::Wearer>& wearers,
                        const model::OrderDocument& orders, const sim::TagSettings& tags, sim::SimTime until)
{
    auto played = tags;
    played.until = until;
    write_lines(path, sim::happened_lines(wearers, orders.orders, played, sim::record(wearers, played)));
}

/// Two people of a tag swap cannot both be on the wire with one device.
void refuse_what_needs_a_file(const SimulateOptions& options, const sim::Scenario& scenario)
{
    if (!options.ways.empty()) {
        throw CommandFailed{2, "--ways goes with --observations: without it nobody knows yet where they will be"};
    }
    if (scenario.staging && scenario.staging->plot == sim::Plot::tag_swap) {
        throw CommandFailed{2, fmt::format("{} hands a device from one order to another at an instant that is fixed in "
                                           "its orders; it must be written to a file with --observations",
                                           options.scenario)};
    }
}

sim::Tally play(const SimulateOptions& options, const std::vector<sim::Wearer>& wearers, const sim::TagSettings& tags,
                const sim::Pace& pace)
{
    std::unique_ptr<sim::Ledger> ledger;
    if (!options.ledger.empty()) {
        auto opened = sim::Ledger::open(options.ledger);
        if (!opened.has_value()) {
            throw CommandFailed{1, opened.error().what};
        }
        ledger = std::make_unique<sim::Ledger>(std::move(opened).value());
    }
    Progress progress;
    sim::Fleet fleet{wearers,
                     tags,
                     {.host = options.host, .tcp_port = options.port, .udp_port = options.udp_port, .pace = pace},
                     ledger.get()};
    if (!options.quiet) {
        fleet.on_progress = [&progress](const sim::Tally& tally, sim::SimTime at) { progress.show(tally, at); };
    }
    const auto tally = fleet.run();
    progress.end();
    if (!tally.has_value()) {
        throw CommandFailed{1, tally.error().what};
    }
    return tally.value();
}

void simulate(const SimulateOptions& options)
{
    const sim::Scenario scenario = scenario_of(options);
    const auto wearers =
        sim::make_wearers(scenario, options.wearers.value_or(scenario.wearers), options.seed.value_or(scenario.seed));
    if (!options.observations.empty()) {
        write_recording(options, scenario, wearers);
        return;
    }
    refuse_what_needs_a_file(options, scenario);
    const auto document = sim::orders_document(wearers, scenario.time_zone, wall_now());
    if (!options.orders_out.empty()) {
        const auto orders = orders_of(document);
        write_file(options.orders_out, document);
        fmt::print("{}: {} orders, {} devices\n", options.orders_out, orders.orders.size(), orders.devices.size());
        return;
    }
    const auto orders = options.truth.empty() ? model::OrderDocument{} : orders_of(document);
    allow_connections(wearers);
    const auto duration = duration_of(options, scenario);
    const auto began = std::chrono::steady_clock::now();
    const sim::Pace pace = sim::pace_of(wall_now(), began, options.speed, duration);
    const auto tags = tag_settings(options, scenario, wearers.size(), duration, pace.starts);
    const sim::Tally tally = play(options, wearers, tags, pace);
    if (!options.truth.empty()) {
        const auto until = std::min(tags.until, pace.at(std::chrono::steady_clock::now()));
        (scenario.staging ? write_staged_truth : write_truth)(options.truth, wearers, orders, tags, until);
    }
    fmt::print("{}  connections {}  never acknowledged {}\n", told(tally), tally.connections, tally.unacknowledged);
    if (tally.unacknowledged > 0 && !tally.stopped) {
        throw CommandFailed{1,
                            fmt::format("{} observations of {} tags were never acknowledged; is the daemon at {}, and "
                                        "are the scenario's devices imported (--orders-out)?",
                                        tally.unacknowledged, tally.tags_without_answer, options.host)};
    }
}

}  // namespace

void add_simulate(CLI::App& program)
{
    auto options = std::make_shared<SimulateOptions>();
    auto* command = program.add_subcommand(
        "simulate", "Tags with realistic movement, noise, buffering and faults over real sockets");
    command->add_option("--scenario", options->scenario, "Who they are and how they live, as config/london.json")
        ->required();
    command->add_option("--orders-out", options->orders_out,
                        "Write the orders and devices of these people for `cordon import`, send nothing");
    command->add_option("--wearers", options->wearers, "How many people, instead of the scenario's number")
        ->check(CLI::Range(1U, 999'999U));
    command->add_option("--rate", options->rate, "Fixes a second of all tags together, instead of each tag's interval")
        ->check(CLI::Range(0.01, 1e6));
    command->add_option("--speed", options->speed, "Times as fast as the clock; the scenario then ends now")
        ->check(CLI::Range(1.0, 10'000.0));
    command->add_option("--seed", options->seed, "Another world of the same scenario");
    command->add_option("--truth", options->truth, "Write what really happened, a JSON line an episode");
    command->add_option(
        "--observations", options->observations,
        "Write what the tags say for `cordon replay` and send nothing; with --orders-out, --truth, --ways");
    command->add_option("--ways", options->ways, "With --observations: write where everybody really was");
    command->add_option("--ledger", options->ledger, "Write every acknowledged observation, a JSON line each");
    command->add_option("--host", options->host, "Where the daemon is, an address (127.0.0.1)")
        ->check([](const std::string& host) {
            std::array<unsigned char, sizeof(in6_addr)> bytes{};
            const bool address = inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
                                 inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
            return address ? std::string{} : fmt::format("is \"{}\"; must be an address like 127.0.0.1", host);
        });
    command->add_option("--port", options->port, "Its Teltonika port, TCP (5027)")->check(CLI::Range(1, 65535));
    command->add_option("--udp-port", options->udp_port, "Its Teltonika port, UDP (5027)")->check(CLI::Range(1, 65535));
    command->add_option("--udp-share", options->udp_share, "Share of the made-up tags that use UDP, 0 to 1")
        ->check(CLI::Range(0.0, 1.0));
    command->add_option("--duration", options->duration_s, "Seconds of the clock to run; without it until stopped")
        ->check(CLI::Range(0.1, 604'800.0));
    command->add_option("--records-per-packet", options->records_per_packet, "Fixes in one packet (1)")
        ->check(CLI::Range(1U, unsigned{sim::most_records}));
    command->add_flag("--quiet", options->quiet, "No progress, only the summary");
    command->callback([options] { simulate(*options); });
}

}  // namespace cordon::app
