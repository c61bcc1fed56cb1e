// SPDX-License-Identifier: Apache-2.0
#include "channel.hpp"

#include "message.hpp"

#include <cordon/core/log.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace cordon::notify {

namespace {

/// A look at the feed without having been woken, should a wake-up ever be missed.
constexpr std::chrono::milliseconds longest_look{1'000};

/// What is passed over is written to the cursor this often, so that a restart does not go through all of it again.
constexpr std::uint64_t passed_over_offsets = 10'000;

UtcTime now()
{
    return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

std::string label(const Webhook& webhook)
{
    return "channel=\"" + webhook.name + "\"";
}

}  // namespace

Channel::Channel(const Options& options, const Webhook& webhook, Bytes secret, Progress progress,
                 const port::Feed& feed, Counters& counters)
    : options_{options},
      webhook_{webhook},
      feed_{feed},
      secret_{std::move(secret)},
      cursor_{options.folder / (webhook.name + ".cursor")},
      progress_{progress},
      kept_{progress.told},
      delivery_{{.url = webhook.url, .allow_private = webhook.allow_private, .deadline = options.deadline}},
      delivered_{counters.counter("webhook_delivered_total", label(webhook), "Messages a webhook has taken")},
      failed_{counters.counter("webhook_failed_attempts_total", label(webhook), "Attempts a webhook did not take")},
      dead_{counters.counter("webhook_dead_letters_total", label(webhook), "Messages given up after a day")},
      failing_{counters.gauge("webhook_failing", label(webhook), "1 while a webhook's message is being tried again")}
{
}

void Channel::run(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        follow(stop);
        // The feed could not be read, or the cursor not be written: begin again from the cursor.
        wait(options_.longest_retry, stop, false);
    }
}

void Channel::wake() noexcept
{
    {
        const std::scoped_lock lock{mutex_};
        news_ = true;
    }
    changed_.notify_one();
}

void Channel::follow(const std::stop_token& stop)
{
    const auto reader = feed_.read(progress_.told);
    while (!stop.stop_requested()) {
        const auto change = reader->next();
        if (!change.has_value()) {
            log::error("webhook_feed_unreadable", {{"channel", webhook_.name}, {"why", change.error().what}});
            return;
        }
        const std::optional<model::EpisodeChange>& told = change.value();
        if (!told) {
            wait(longest_look, stop, true);
            continue;
        }
        if (told->episode.severity > webhook_.min_severity) {  // critical is the smallest
            pass_over(told->id);
            continue;
        }
        if (tell(*told, stop) != Told::yes) {
            return;
        }
    }
}

void Channel::pass_over(model::StreamId id)
{
    progress_.told = id;
    if (id.offset.value - kept_.offset.value >= passed_over_offsets) {
        advance(id);
    }
}

Channel::Told Channel::tell(const model::EpisodeChange& change, const std::stop_token& stop)
{
    const std::string id = message_id(change.episode);
    const std::string body = message_body(change);
    for (unsigned failures = 0;; ++failures) {
        const Attempt attempt = delivery_.post(id, body, secret_, stop);
        if (attempt.outcome == Attempt::Outcome::stopped) {
            return Told::not_yet;
        }
        if (attempt.outcome == Attempt::Outcome::taken) {
            delivered_.add();
            advance(change.id);
            return Told::yes;
        }
        failed_.add();
        failing_.set(1);
        if (!progress_.failing_since) {
            progress_.failing_since = now();
            log::warn("webhook_failing",
                      {{"channel", webhook_.name}, {"reason", attempt.reason}, {"status", attempt.status}});
            if (const auto kept = cursor_.write(progress_); !kept.has_value()) {
                log::error("webhook_cursor", {{"channel", webhook_.name}, {"why", kept.error().what}});
            }
        }
        if (now() - *progress_.failing_since >= options_.give_up_after) {
            return keep(change, attempt);
        }
        if (wait(pause_after(failures), stop, false)) {
            return Told::not_yet;
        }
    }
}

Channel::Told Channel::keep(const model::EpisodeChange& change, const Attempt& last)
{
    const std::filesystem::path file = options_.folder / (webhook_.name + ".dead");
    if (const auto kept = append_line(file, message_body(change)); !kept.has_value()) {
        log::error("webhook_dead_letter", {{"channel", webhook_.name}, {"why", kept.error().what}});
        return Told::not_yet;  // given up only once it is kept: it is tried again
    }
    dead_.add();
    log::error("webhook_given_up", {{"channel", webhook_.name},
                                    {"message", message_id(change.episode)},
                                    {"reason", last.reason},
                                    {"status", last.status}});
    advance(change.id);
    return Told::yes;
}

void Channel::advance(model::StreamId told)
{
    progress_ = {.told = told};
    failing_.set(0);
    if (const auto kept = cursor_.write(progress_); !kept.has_value()) {
        // The message was taken; after a restart it goes out again, under the same id.
        log::error("webhook_cursor", {{"channel", webhook_.name}, {"why", kept.error().what}});
        return;
    }
    kept_ = told;
}

std::chrono::milliseconds Channel::pause_after(unsigned failures)
{
    const auto doubled = options_.first_retry * (std::int64_t{1} << std::min(failures, 20U));
    const auto whole = std::min<std::chrono::milliseconds>(doubled, options_.longest_retry);
    // Half to whole of it: receivers that come back are not met by everybody at one instant.
    std::uniform_int_distribution<std::int64_t> part{whole.count() / 2, whole.count()};
    return std::chrono::milliseconds{part(jitter_)};
}

/// True where it was stopped.
bool Channel::wait(std::chrono::milliseconds most, const std::stop_token& stop, bool for_news)
{
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, stop, most, [&] { return for_news && news_; });
    if (for_news) {
        news_ = false;
    }
    return stop.stop_requested();
}

}  // namespace cordon::notify
