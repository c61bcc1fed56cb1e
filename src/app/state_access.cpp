// SPDX-License-Identifier: Apache-2.0
#include "state_access.hpp"

#include "command.hpp"
#include "config.hpp"
#include "machine_clock.hpp"
#include "state_folder.hpp"

#include <cordon/model/order_document.hpp>

#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>

namespace cordon::app {

namespace {

/// A daemon that has taken the journal opens its door within this; reading the journal goes on behind the door.
constexpr int attempts = 150;
constexpr std::chrono::milliseconds between_attempts{200};

constexpr unsigned starting_status = 503;

void take(OwnJournal& own, const model::Body& body)
{
    if (const auto* const order = std::get_if<model::OrderRecord>(&body)) {
        if (auto read = model::read_order_record(order->json); read.has_value()) {
            model::OrderText& text = read.value();
            own.orders[text.order.id.text] = {.json = std::move(text.json), .offsets = std::move(text.order.offsets)};
        }
    } else if (const auto* const device = std::get_if<model::DeviceRecord>(&body)) {
        if (auto read = model::read_device(device->json); read.has_value()) {
            own.devices[read.value().id.text] = device->json;
        }
    } else if (const auto* const token = std::get_if<model::TokenRecord>(&body)) {
        own.tokens[token->id] = *token;
    }
}

void read_all(OwnJournal& own)
{
    const auto reader = own.journal->read(Offset{});
    while (true) {
        const auto stamped = reader->next();
        if (!stamped.has_value()) {
            throw CommandFailed{1, stamped.error().what};
        }
        const std::optional<model::StampedRecord>& next = stamped.value();
        if (!next) {
            return;
        }
        own.last = next->record.at;
        take(own, next->record.body);
    }
}

bool is_held_by_another(const Fault& fault)
{
    return fault.what.find("is held by another") != std::string::npos;
}

/// True where the work was done on the journal; false where a daemon has taken it meanwhile.
bool do_on_journal(const std::filesystem::path& folder, const std::function<void(OwnJournal&)>& by_journal)
{
    auto state = StateFolder::prepare(folder);
    if (!state.has_value()) {
        throw CommandFailed{1, state.error().what};
    }
    OwnJournal own;
    auto opened = journal::LocalJournal::open({.folder = folder / "journal"}, own.counters);
    if (!opened.has_value()) {
        if (is_held_by_another(opened.error())) {
            return false;
        }
        throw CommandFailed{1, opened.error().what};
    }
    own.journal = std::move(opened).value();
    read_all(own);
    by_journal(own);
    return true;
}

}  // namespace

std::filesystem::path StateChoice::folder() const
{
    if (state.empty() == config.empty()) {
        throw CommandFailed{2, "say which installation: --state DIR, or --config FILE"};
    }
    return state.empty() ? config_or_fail(config).state : std::filesystem::path{state};
}

void add_state_options(CLI::App& command, StateChoice& choice)
{
    command.add_option("--state", choice.state, "The state folder of the installation");
    command.add_option("--config", choice.config, "The daemon's configuration, which names its state folder");
}

Offset OwnJournal::append(std::vector<model::Body> bodies)
{
    if (bodies.empty()) {
        return journal->end();
    }
    const UtcTime at = std::max(MachineClock{}.now(), last);
    std::vector<model::Record> records;
    records.reserve(bodies.size());
    for (model::Body& body : bodies) {
        records.push_back({.at = at, .body = std::move(body)});
    }
    const auto end = journal->append(records);
    if (!end.has_value()) {
        throw CommandFailed{1, end.error().what};
    }
    return end.value();
}

void with_state(const std::filesystem::path& folder, const api::LocalRequest& request,
                const std::function<void(const api::LocalReply&)>& by_daemon,
                const std::function<void(OwnJournal&)>& by_journal)
{
    ::umask(S_IRWXG | S_IRWXO);
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const auto reply = api::local_request(folder / "cordon.sock", request);
        if (reply.has_value() && (reply.value().status != starting_status || attempt + 1 == attempts)) {
            by_daemon(reply.value());
            return;
        }
        if (!reply.has_value() && reply.error().kind == api::LocalError::Kind::failed) {
            throw CommandFailed{1, reply.error().what};
        }
        if (!reply.has_value() && do_on_journal(folder, by_journal)) {
            return;
        }
        std::this_thread::sleep_for(between_attempts);
    }
    throw CommandFailed{1, "another cordon process holds " + (folder / "journal").string() +
                               " and does not answer on " + (folder / "cordon.sock").string()};
}

std::string detail_of(const api::LocalReply& reply)
{
    const auto body = nlohmann::json::parse(reply.body, nullptr, false);
    const bool told = body.is_object() && body.contains("detail") && body["detail"].is_string();
    return told ? body["detail"].get<std::string>() : "the daemon answered " + std::to_string(reply.status);
}

}  // namespace cordon::app
