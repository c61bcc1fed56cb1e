// SPDX-License-Identifier: Apache-2.0
#include "run.hpp"

#include "command.hpp"
#include "machine_clock.hpp"
#include "state_folder.hpp"

#include <cordon/api/server.hpp>
#include <cordon/app/version.hpp>
#include <cordon/core/ensure.hpp>
#include <cordon/core/log.hpp>
#include <cordon/ingest/ingest.hpp>
#include <cordon/journal/feed_log.hpp>
#include <cordon/journal/local_journal.hpp>
#include <cordon/journal/quarantine_file.hpp>
#include <cordon/notify/notifier.hpp>
#include <cordon/pipeline/pipeline.hpp>
#include <cordon/store/store.hpp>

#include <sys/resource.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>

namespace cordon::app {

namespace {

/// What a part needs to start, or the sentence that says why it cannot.
template <class Value>
Value need(Result<Value> result)
{
    if (!result.has_value()) {
        throw CommandFailed{1, result.error().what};
    }
    return std::move(result).value();
}

void need(const Result<void>& result)
{
    if (!result.has_value()) {
        throw CommandFailed{1, result.error().what};
    }
}

/// The journal can no longer be written: what the disk holds is unknown until it is read anew, so nothing more may be
/// acknowledged, told or tidied up (design.md; after one failed sync never retry).
[[noreturn]] void end_at_once(const Fault& fault)
{
    log::error("journal_failed", {{"reason", fault.what}});
    std::fprintf(stderr, "cordon: %s; stopping, since nothing more can be made durable\n", fault.what.c_str());
    std::_Exit(1);
}

ingest::Options ingest_options(const IngestConfig& config)
{
    ingest::Options options{.threads = config.threads,
                            .login_deadline = config.login_deadline,
                            .frame_deadline = config.frame_deadline,
                            .idle = config.idle,
                            .max_connections = config.max_connections,
                            .max_connections_per_address = config.max_connections_per_address};
    for (const ListenerConfig& listener : config.listeners) {
        options.listeners.push_back({.protocol = listener.protocol,
                                     .address = listener.address,
                                     .tcp_port = listener.tcp_port,
                                     .udp_port = listener.udp_port,
                                     .source_ranges = listener.source_ranges});
    }
    return options;
}

api::Options api_options(const Config& config)
{
    return {.address = config.api.address,
            .port = config.api.port,
            .tls_certificate = config.api.tls_certificate,
            .tls_key = config.api.tls_key,
            .host_names = config.api.hosts,
            .metrics_address = config.metrics.address,
            .metrics_port = config.metrics.port,
            .socket = config.state / "cordon.sock",
            .console = config.api.console};
}

notify::Options notify_options(const Config& config)
{
    notify::Options options{.folder = config.state / "notify"};
    for (const WebhookConfig& webhook : config.webhooks) {
        options.webhooks.push_back({.name = webhook.name,
                                    .url = webhook.url,
                                    .secret_file = webhook.secret_file,
                                    .min_severity = webhook.min_severity,
                                    .allow_private = webhook.allow_private});
    }
    return options;
}

/// Waits for SIGTERM or SIGINT; SIGHUP reads the configuration again.
void wait_for_the_end(const sigset_t& signals, const std::filesystem::path& file)
{
    for (;;) {
        int signal = 0;
        sigwait(&signals, &signal);
        if (signal != SIGHUP) {
            log::info("stopping", {{"signal", signal}});
            return;
        }
        const auto config = load_config(file);
        if (!config.has_value()) {
            log::error("configuration_refused", {{"faults", config.error().size()}, {"first", config.error().front()}});
            continue;
        }
        log::set_level(config.value().log_level);
        log::info("configuration_read_again", {{"applied", "log_level"}, {"rest", "at the next start"}});
    }
}

sigset_t block_signals()
{
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // every thread made from here on inherits this
    return signals;
}

void protect_personal_data()
{
    umask(077);
    const rlimit no_core{.rlim_cur = 0, .rlim_max = 0};
    setrlimit(RLIMIT_CORE, &no_core);
}

/// The parts, made in the order a fix meets them and ended in the same order, so that each passes on what it has.
class Daemon {
public:
    Daemon(const Config& config, const std::string& url)
        : state_{need(StateFolder::prepare(config.state))},
          journal_{need(journal::LocalJournal::open(
              {.folder = config.state / "journal", .check = journal::StartCheck::newest_segment}, counters_))},
          feed_{need(journal::FeedLog::open({.folder = config.state / "feed"}, journal_->end(), counters_))},
          quarantine_{need(journal::QuarantineFile::open({.folder = config.state / "quarantine"}, counters_))},
          pipeline_{{.shards = config.shards, .fatal = end_at_once}, *journal_, *feed_, clock_, counters_},
          own_door_{pipeline_.open_intake([] {})},
          ingest_{ingest_options(config.ingest),  pipeline_, pipeline_, *quarantine_, counters_,
                  [this] { return clock_.now(); }},
          store_{{.url = url, .sql_folder = config.database.sql}, *journal_, *feed_, counters_},
          notifier_{notify_options(config), *feed_, counters_},
          api_{api_options(config), *journal_, *feed_, pipeline_, counters_, [this] { return health(); }}
    {
        pipeline_.on_settled([this] {
            store_.wake();
            notifier_.wake();
            api_.wake();
        });
    }

    void start()
    {
        need(ingest_.open());
        need(api_.open());
        need(notifier_.open());
        api_.start();
        store_thread_ = std::jthread{[this](const std::stop_token& stop) { store_.run(stop); }};
        need(pipeline_.start());
        folded_ = true;
        ensure(own_door_.offer(model::StartRecord{.version = std::string{version}}, 0), "the first record has room");
        notify_thread_ = std::jthread{[this](const std::stop_token& stop) { notifier_.run(stop); }};
        ingest_.start();
        log::info("started", {{"version", version}, {"journal_end", journal_->end().value}, {"api_port", api_.port()}});
    }

    void stop()
    {
        ingest_.stop();
        api_.stop();
        pipeline_.stop();
        store_thread_ = {};  // asks it to stop, and waits: what is not stored yet is at the next start
        notify_thread_ = {};
        log::info("stopped", {{"journal_end", journal_->end().value}});
    }

private:
    [[nodiscard]] api::Health health() const
    {
        using enum api::StageState;
        const bool connected = store_.connected();
        return {.stages = {{.name = "journal", .state = ok, .detail = "durable"},
                           {.name = "fold",
                            .state = folded_ ? ok : not_ready,
                            .detail = folded_ ? "every order and device is known" : "reading the journal"},
                           {.name = "store",
                            .state = connected ? ok : warning,
                            .detail = connected ? "PostGIS takes rows" : "PostGIS is away; the journal keeps all"}}};
    }

    Counters counters_;
    MachineClock clock_;
    StateFolder state_;
    std::unique_ptr<journal::LocalJournal> journal_;
    std::unique_ptr<journal::FeedLog> feed_;
    std::unique_ptr<journal::QuarantineFile> quarantine_;
    std::atomic<bool> folded_{false};
    pipeline::Pipeline pipeline_;
    port::Intake& own_door_;
    ingest::Ingest ingest_;
    store::Store store_;
    notify::Notifier notifier_;
    api::Server api_;
    std::jthread store_thread_;
    std::jthread notify_thread_;
};

}  // namespace

void run(const Config& config, const std::filesystem::path& file)
{
    log::start(config.log_level);
    protect_personal_data();
    const std::string url = database_url(config);
    const sigset_t signals = block_signals();
    Daemon daemon{config, url};
    daemon.start();
    sd_notify(0, "READY=1");
    wait_for_the_end(signals, file);
    sd_notify(0, "STOPPING=1");
    daemon.stop();
}

}  // namespace cordon::app
