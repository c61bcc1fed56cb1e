// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http_client.hpp"

#include <cordon/api/credentials.hpp>
#include <cordon/api/server.hpp>
#include <cordon/core/counters.hpp>
#include <cordon/journal/feed_log.hpp>
#include <cordon/journal/local_journal.hpp>
#include <cordon/model/episode.hpp>
#include <cordon/model/record.hpp>

#include <fakes/journal_intake.hpp>
#include <temporary_folder.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace cordon::api {

/// A server on a real journal and feed in a folder of its own, with a token for every role. No pipeline: the test says
/// what the engine concluded.
class House {
public:
    explicit House(const std::function<void(Options&)>& change = {}, std::size_t intake_room = 64);
    ~House();

    [[nodiscard]] const std::string& token(Role role) const { return tokens_.at(static_cast<std::size_t>(role)); }

    [[nodiscard]] std::uint16_t port() const { return server->port(); }

    /// Asks with the token of a role.
    [[nodiscard]] Answer ask(Role role, std::string_view method, std::string_view target, std::string_view body = {},
                             std::string_view headers = {}) const;

    /// Tells a change of an episode as the engine would, after a record that stands for its cause; its stream id.
    model::StreamId tell(model::Episode episode);

    /// A fix of a device, as a tag would bring it.
    void fix(const std::string& device, double lat, double lon, UtcTime at, UtcTime received);

    /// Waits until the server shows all there is: asks until `holds` of the answer.
    Answer ask_until(Role role, std::string_view target, const std::function<bool(const Answer&)>& holds) const;

    support::TemporaryFolder folder;
    Counters counters;
    std::unique_ptr<journal::LocalJournal> journal;
    std::unique_ptr<journal::FeedLog> feed;
    std::unique_ptr<fakes::JournalIntake> intake;
    std::atomic<std::int64_t> clock_millis;  ///< the machine's clock, as the server sees it
    Health health;
    std::unique_ptr<Server> server;

private:
    std::vector<std::string> tokens_;
};

/// An order with one zone, and the tag it binds.
[[nodiscard]] std::string order_json(const std::string& id, const std::string& device,
                                     const std::string& name = "A Person");
[[nodiscard]] std::string document_json(const std::string& orders, const std::string& devices = {});

/// An entry into that zone.
[[nodiscard]] model::Episode entry(const std::string& id, const std::string& order = "ORD-1");

}  // namespace cordon::api
