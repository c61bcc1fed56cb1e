// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console_files.hpp"
#include "read_model.hpp"
#include "session_store.hpp"

#include <cordon/api/server.hpp>
#include <cordon/core/counters.hpp>
#include <cordon/port/feed.hpp>
#include <cordon/port/journal.hpp>

#include <array>
#include <cstddef>
#include <functional>

namespace cordon::api {

/// All that answering a request reads. Owned by the server, touched by its thread alone.
struct Site {
    Options options;
    const port::Journal& journal;
    const port::Feed& feed;
    Counters& counters;
    std::function<Health()> health;

    ReadModel model;
    SessionStore sessions;
    ConsoleFiles console;

    bool caught_up = false;   ///< once: all that was there at the start has been read
    bool unreadable = false;  ///< the journal or the feed could not be read: what is shown would be wrong
    bool tls = false;
    std::size_t connections = 0;
    std::array<Counter*, 6> responses{};  ///< by the hundred of their status
    std::size_t streams = 0;

    Site(Options chosen, const port::Journal& from_journal, const port::Feed& from_feed, Counters& counts,
         std::function<Health()> ask_health)
        : options{std::move(chosen)},
          journal{from_journal},
          feed{from_feed},
          counters{counts},
          health{std::move(ask_health)},
          model{from_journal, from_feed},
          sessions{options.max_sessions, std::chrono::duration_cast<Millis>(options.session_life)}
    {
    }

    [[nodiscard]] UtcTime now() const { return options.now(); }
};

}  // namespace cordon::api
