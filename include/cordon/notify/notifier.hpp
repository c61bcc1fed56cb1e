// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/counters.hpp>
#include <cordon/core/result.hpp>
#include <cordon/model/episode.hpp>
#include <cordon/port/feed.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace cordon::notify {

/// A place that is told of every change of an incident, over HTTPS, signed by the Standard Webhooks convention.
struct Webhook {
    std::string name;  ///< letters, digits, "-" and "_": it names the channel's cursor file
    std::string url;
    std::filesystem::path secret_file;  ///< "whsec_" and base64, in a file of mode 0600
    model::Severity min_severity = model::Severity::notice;
    /// The host may have a private, loopback or link-local address, and be reached in the clear (http).
    bool allow_private = false;
};

struct Options {
    std::vector<Webhook> webhooks;
    std::filesystem::path folder;  ///< cursors and dead letters, one of each a channel; made where it is absent
    std::chrono::milliseconds first_retry = std::chrono::seconds{1};  ///< doubles, with jitter, up to `longest_retry`
    std::chrono::milliseconds longest_retry = std::chrono::minutes{15};
    std::chrono::milliseconds give_up_after = std::chrono::hours{24};  ///< then the message is a dead letter
    std::chrono::milliseconds deadline = std::chrono::seconds{15};  ///< of one delivery, from connecting to its answer
};

/// Tells each webhook of each change, in order, each channel on a thread of its own with a durable cursor of its own:
/// one that hangs or fails holds up nobody else. A message is known by its `webhook-id` (episode and revision), the
/// same at every attempt; it is sent again after a crash unless its cursor was kept, so a receiver that drops ids it
/// has seen gets each once. A channel seen for the first time starts from now.
class Notifier {
public:
    /// Reads nothing yet. The references outlive it.
    Notifier(Options options, const port::Feed& feed, Counters& counters);
    ~Notifier();
    Notifier(const Notifier&) = delete;
    Notifier& operator=(const Notifier&) = delete;

    /// Reads secrets and cursors. A fault is a sentence for the operator: a secret that cannot be read or that others
    /// may read, a URL that is not https, two channels of one name. Before `run()`.
    [[nodiscard]] Result<void> open();

    /// Delivers until `stop`; a delivery under way is broken off then and made again at the next start. Blocks: on a
    /// thread of the caller's.
    void run(const std::stop_token& stop);

    /// Says that the feed has more. Never waits for a delivery. Any thread.
    void wake() noexcept;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace cordon::notify
