// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/api/local_client.hpp>
#include <cordon/core/counters.hpp>
#include <cordon/core/time.hpp>
#include <cordon/journal/local_journal.hpp>
#include <cordon/model/order.hpp>
#include <cordon/model/record.hpp>

#include <CLI/CLI.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cordon::app {

/// Which state folder a command is about: `--state DIR`, or `--config FILE`, which names it.
struct StateChoice {
    std::string state;
    std::string config;

    /// The folder; CommandFailed{2} where neither is given, or both, or the configuration cannot be read.
    [[nodiscard]] std::filesystem::path folder() const;
};

/// Adds both options to a command.
void add_state_options(CLI::App& command, StateChoice& choice);

/// An order as it was given, and its clock as it was known then: another version differs in one of them.
struct HeldOrder {
    std::string json;  ///< canonical
    model::UtcOffsets offsets;

    bool operator==(const HeldOrder&) const = default;
};

/// A journal that no daemon holds, and what it says now. It belongs to this process until it goes away.
struct OwnJournal {
    Counters counters;
    std::unique_ptr<journal::LocalJournal> journal;
    std::map<std::string, HeldOrder> orders;     ///< by id
    std::map<std::string, std::string> devices;  ///< canonical JSON by id
    std::map<std::string, model::TokenRecord> tokens;
    UtcTime last;  ///< the journal's clock

    /// Makes the records durable, stamped with a time not before the journal's; the offset of the last, or the end's
    /// where there are none. CommandFailed{1} where the disk refuses.
    Offset append(std::vector<model::Body> bodies);
};

/// Asks the daemon where one runs, else does it on the journal itself; a daemon that is just starting is waited for.
/// CommandFailed{1} where neither can be had.
void with_state(const std::filesystem::path& folder, const api::LocalRequest& request,
                const std::function<void(const api::LocalReply&)>& by_daemon,
                const std::function<void(OwnJournal&)>& by_journal);

/// The `detail` of a problem the daemon answered with.
[[nodiscard]] std::string detail_of(const api::LocalReply& reply);

/// Who does what is done by a command: the local administrator.
inline constexpr const char* local_person = "local administrator";

}  // namespace cordon::app
