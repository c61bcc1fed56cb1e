// SPDX-License-Identifier: Apache-2.0
#include "refusals.hpp"

#include <cordon/core/log.hpp>

#include <algorithm>

namespace cordon::ingest {

namespace {

/// What the quarantine keeps of one entry (port/quarantine.hpp).
constexpr std::size_t quarantined_bytes = 4096;

constexpr std::array<std::string_view, reasons> words{
    "truncated",      "trailing",     "length",         "oversize",       "preamble",     "crc",
    "count",          "codec",        "identity",       "not_logged_in",  "second_login", "unknown_device",
    "other_protocol", "source_range", "login_deadline", "frame_deadline", "too_many",     "too_many_from_address"};

}  // namespace

std::string_view to_string(Reason reason) noexcept
{
    return words[static_cast<std::size_t>(reason)];
}

Reason reason_of(wire::WireError error) noexcept
{
    switch (error) {
        case wire::WireError::truncated:
            return Reason::truncated;
        case wire::WireError::trailing:
            return Reason::trailing;
        case wire::WireError::length:
            return Reason::length;
        case wire::WireError::oversize:
            return Reason::oversize;
        case wire::WireError::preamble:
            return Reason::preamble;
        case wire::WireError::crc:
            return Reason::crc;
        case wire::WireError::count:
            return Reason::count;
        case wire::WireError::codec:
            return Reason::codec;
        case wire::WireError::identity:
            return Reason::identity;
    }
    return Reason::truncated;
}

Metrics::Metrics(Counters& counters)
    : frames{counters.counter("frames_received_total", "", "Frames of registered devices offered to the journal")},
      observations{counters.counter("observations_received_total", "", "Observations in those frames")},
      accepted{counters.counter("connections_accepted_total", "", "Connections of tags let in")},
      accept_errors{counters.counter("accept_errors_total", "", "Connections that the system could not hand over")},
      idled{counters.counter("connections_idle_closed_total", "", "Connections closed because nothing came")},
      unanswered{counters.counter("datagrams_unanswered_total", "", "Answers to datagrams the system did not take")},
      connections{counters.gauge("connections", "", "Connections of tags open now")},
      to_durable{counters.latency("receive_to_durable_seconds", "", "From a frame's last byte to its place on disk")}
{
    for (std::size_t i = 0; i < reasons; ++i) {
        refused[i] = &counters.counter("frames_refused_total", "reason=\"" + std::string{words[i]} + "\"",
                                       "Frames, datagrams and connections not let in, by reason");
    }
}

void Refusals::refuse(Reason reason, model::Protocol protocol, const std::string& peer, UtcTime received,
                      ByteView bytes)
{
    metrics_.refused[static_cast<std::size_t>(reason)]->add();
    log(reason, peer);
    if (bytes.empty()) {
        return;
    }
    const ByteView kept = bytes.first(std::min(bytes.size(), quarantined_bytes));
    quarantine_.keep({.received = received,
                      .protocol = protocol,
                      .peer = peer,
                      .reason = std::string{to_string(reason)},
                      .bytes = Bytes{kept.begin(), kept.end()}});
}

void Refusals::log(Reason reason, const std::string& peer)
{
    const auto now = std::chrono::steady_clock::now();
    Spoken& spoken = spoken_[static_cast<std::size_t>(reason)];
    const bool spoke_before = spoken.at != std::chrono::steady_clock::time_point{};
    if (spoke_before && now - spoken.at < std::chrono::seconds{1}) {
        ++spoken.unsaid;
        return;
    }
    log::warn("frame_refused", {{"reason", to_string(reason)}, {"peer", peer}, {"unsaid", spoken.unsaid}});
    spoken = {.at = now, .unsaid = 0};
}

}  // namespace cordon::ingest
