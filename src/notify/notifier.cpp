// SPDX-License-Identifier: Apache-2.0
#include "address.hpp"
#include "channel.hpp"
#include "message.hpp"

#include <cordon/notify/notifier.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>
#include <utility>

namespace cordon::notify {

namespace {

bool is_name(const std::string& name)
{
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, fits);
}

Fault about(const Webhook& webhook, const std::string& what)
{
    return {"webhook \"" + webhook.name + "\": " + what};
}

/// Where a channel goes on. One seen for the first time begins now, and says so on disk before anything else.
Result<Progress> progress_of(const Options& options, const Webhook& webhook, const port::Feed& feed)
{
    const Cursor cursor{options.folder / (webhook.name + ".cursor")};
    CORDON_TRY(const auto kept, cursor.read());
    if (kept) {
        return *kept;
    }
    const Progress from_now{.told = {.offset = feed.settled(), .index = std::numeric_limits<std::uint32_t>::max()}};
    CORDON_CHECK(cursor.write(from_now));
    return from_now;
}

}  // namespace

class Notifier::Impl {
public:
    Impl(Options chosen, const port::Feed& from, Counters& counts)
        : options{std::move(chosen)}, feed{from}, counters{counts}
    {
        curl_global_init(CURL_GLOBAL_DEFAULT);
    }

    Result<void> open_channel(const Webhook& webhook)
    {
        if (!is_name(webhook.name) || !names.insert(webhook.name).second) {
            return refuse(about(webhook, "its name must be its own, of letters, digits, - and _"));
        }
        if (const auto url = check_url(webhook.url, webhook.allow_private); !url.has_value()) {
            return refuse(about(webhook, "its url " + url.error().what));
        }
        auto secret = read_secret_file(webhook.secret_file);
        if (!secret.has_value()) {
            return refuse(about(webhook, secret.error().what));
        }
        CORDON_TRY(const auto progress, progress_of(options, webhook, feed));
        channels.push_back(
            std::make_unique<Channel>(options, webhook, std::move(secret).value(), progress, feed, counters));
        return done();
    }

    Options options;
    const port::Feed& feed;
    Counters& counters;
    std::set<std::string> names;
    std::vector<std::unique_ptr<Channel>> channels;
};

Notifier::Notifier(Options options, const port::Feed& feed, Counters& counters)
    : impl_{std::make_unique<Impl>(std::move(options), feed, counters)}
{
}

Notifier::~Notifier() = default;

Result<void> Notifier::open()
{
    if (impl_->options.webhooks.empty()) {
        return done();
    }
    std::error_code error;
    std::filesystem::create_directories(impl_->options.folder, error);
    if (error) {
        return refuse("the folder " + impl_->options.folder.string() + " cannot be made: " + error.message());
    }
    for (const Webhook& webhook : impl_->options.webhooks) {
        CORDON_CHECK(impl_->open_channel(webhook));
    }
    return done();
}

void Notifier::run(const std::stop_token& stop)
{
    std::vector<std::jthread> threads;
    threads.reserve(impl_->channels.size());
    for (const auto& channel : impl_->channels) {
        threads.emplace_back([&channel, stop] { channel->run(stop); });
    }
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock{mutex};
    stopped.wait(lock, stop, [] { return false; });
}

void Notifier::wake() noexcept
{
    for (const auto& channel : impl_->channels) {
        channel->wake();
    }
}

}  // namespace cordon::notify
