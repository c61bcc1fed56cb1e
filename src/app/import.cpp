// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"
#include "state_access.hpp"

#include <cordon/model/order_document.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// `cordon import FILE…`: orders and devices in, through the daemon's API where one runs, else into its journal. All of
/// the files are read before anything is taken: a fault in one of them takes none.
namespace cordon::app {

namespace {

using nlohmann::json;

constexpr int bad_input = 2;

struct ImportOptions {
    StateChoice choice;
    std::vector<std::string> files;
    bool json = false;
};

struct ReadFile {
    std::string name;
    std::string text;
    model::OrderDocument document;
};

struct Taken {
    std::size_t orders = 0;
    std::size_t devices = 0;
    std::size_t unchanged = 0;
    std::uint64_t offset = 0;
};

void print_faults(const std::string& file, const std::vector<model::DocumentFault>& faults)
{
    for (const model::DocumentFault& fault : faults) {
        fmt::print(stderr, "{}: {}: {}\n", file, fault.pointer.empty() ? "(document)" : fault.pointer, fault.what);
    }
}

std::string text_of(const std::string& file)
{
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in.is_open() || in.bad()) {
        throw CommandFailed{bad_input, file + " cannot be read; give an orders document"};
    }
    return text;
}

std::vector<ReadFile> read_files(const std::vector<std::string>& files)
{
    std::vector<ReadFile> read;
    std::size_t faults = 0;
    for (const std::string& file : files) {
        std::string text = text_of(file);
        auto document = model::read_order_document(text);
        if (!document.has_value()) {
            print_faults(file, document.error());
            faults += document.error().size();
            continue;
        }
        read.push_back({.name = file, .text = std::move(text), .document = std::move(document).value()});
    }
    if (faults > 0) {
        throw CommandFailed{bad_input, fmt::format("{} fault{}; nothing was taken", faults, faults == 1 ? "" : "s")};
    }
    return read;
}

Taken taken_by_daemon(const ReadFile& file, const api::LocalReply& reply)
{
    const json body = json::parse(reply.body, nullptr, false);
    if (reply.status == 422 && body.is_object() && body.contains("faults")) {
        std::vector<model::DocumentFault> faults;
        for (const json& fault : body["faults"]) {
            faults.push_back({.pointer = fault.value("pointer", ""), .what = fault.value("detail", "")});
        }
        print_faults(file.name, faults);
    }
    if (reply.status != 200 || !body.is_object()) {
        throw CommandFailed{reply.status == 422 ? bad_input : 1, file.name + ": " + detail_of(reply)};
    }
    return {.orders = body.value("orders", std::size_t{0}),
            .devices = body.value("devices", std::size_t{0}),
            .unchanged = body.value("unchanged", std::size_t{0}),
            .offset = body.value("offset", std::uint64_t{0})};
}

Taken taken_by_journal(const ReadFile& file, OwnJournal& own)
{
    std::vector<model::Body> bodies;
    for (const model::DeviceText& device : file.document.devices) {
        if (std::exchange(own.devices[device.device.id.text], device.json) != device.json) {
            bodies.emplace_back(model::DeviceRecord{.json = device.json, .by = {local_person}});
        }
    }
    for (const model::OrderText& order : file.document.orders) {
        const HeldOrder given{.json = order.json, .offsets = order.order.offsets};
        if (std::exchange(own.orders[order.order.id.text], given) != given) {
            bodies.emplace_back(model::OrderRecord{.json = model::record_json(order), .by = {local_person}});
        }
    }
    Taken taken{.orders = file.document.orders.size(), .devices = file.document.devices.size()};
    taken.unchanged = taken.orders + taken.devices - bodies.size();
    taken.offset = own.append(std::move(bodies)).value;
    return taken;
}

void import_files(const ImportOptions& options)
{
    const std::filesystem::path folder = options.choice.folder();
    Taken all;
    for (const ReadFile& file : read_files(options.files)) {
        Taken taken;
        with_state(
            folder, {.method = "POST", .target = "/v1/orders", .body = file.text},
            [&](const api::LocalReply& reply) { taken = taken_by_daemon(file, reply); },
            [&](OwnJournal& own) { taken = taken_by_journal(file, own); });
        all.orders += taken.orders;
        all.devices += taken.devices;
        all.unchanged += taken.unchanged;
        all.offset = taken.offset;
    }
    if (options.json) {
        fmt::print(
            "{}\n",
            json{{"orders", all.orders}, {"devices", all.devices}, {"unchanged", all.unchanged}, {"offset", all.offset}}
                .dump());
        return;
    }
    fmt::print("{} orders and {} devices are in the journal, up to offset {}; {} of them were there already\n",
               all.orders, all.devices, all.offset, all.unchanged);
}

}  // namespace

void add_import(CLI::App& program)
{
    auto options = std::make_shared<ImportOptions>();
    CLI::App* const command = program.add_subcommand("import", "Take orders and devices in, whole or not at all");
    add_state_options(*command, options->choice);
    command->add_option("FILE", options->files, "Orders documents (JSON)")->required();
    command->add_flag("--json", options->json, "As JSON");
    command->callback([options] { import_files(*options); });
}

}  // namespace cordon::app
