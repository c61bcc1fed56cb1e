// SPDX-License-Identifier: Apache-2.0
#include "admission.hpp"
#include "binding.hpp"
#include "refusals.hpp"
#include "source_range.hpp"
#include "surroundings.hpp"
#include "worker.hpp"

#include <cordon/core/ensure.hpp>
#include <cordon/ingest/ingest.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <algorithm>
#include <utility>

namespace cordon::ingest {

namespace {

using boost::asio::ip::tcp;

std::string name_of(const Listener& listener)
{
    return std::string{model::to_string(listener.protocol)} + " listener on " + listener.address;
}

void add_faults_of(const Listener& listener, std::vector<Fault>& faults)
{
    const std::string name = name_of(listener);
    if (!listener.tcp_port && !listener.udp_port) {
        faults.push_back({name + " has neither a TCP nor a UDP port; give it one"});
    }
    const bool reads_tcp = wire::dialect_of(listener.protocol, wire::Transport::tcp) != nullptr;
    const bool reads_udp = wire::dialect_of(listener.protocol, wire::Transport::udp) != nullptr;
    if ((listener.tcp_port && !reads_tcp) || (listener.udp_port && !reads_udp)) {
        faults.push_back({name + ": this release does not read that protocol over that transport"});
    }
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(listener.address, error);
    if (error) {
        faults.push_back({name + ": \"" + listener.address + "\" is no IP address; 127.0.0.1 would be one"});
    } else if (!unmapped(address).is_loopback() && listener.source_ranges.empty()) {
        faults.push_back({name + " is beyond loopback and names no source ranges; name those its tags come from, as "
                                 "\"10.0.0.0/8\", or bind it to 127.0.0.1"});
    }
    for (const std::string& text : listener.source_ranges) {
        if (const auto range = SourceRange::parse(text); !range) {
            faults.push_back({name + ": " + range.error().what});
        }
    }
}

void add_limit_faults(const Options& options, std::vector<Fault>& faults)
{
    if (options.threads == 0 || options.threads > 64) {
        faults.push_back({"ingest has " + std::to_string(options.threads) + " threads; it must be 1 to 64"});
    }
    if (options.login_deadline <= Millis{0} || options.frame_deadline <= Millis{0} || options.idle <= Millis{0}) {
        faults.push_back({"ingest's deadlines must be longer than nothing"});
    }
    if (options.max_connections == 0) {
        faults.push_back({"ingest takes no connection at all; max_connections must be 1 or more"});
    }
}

}  // namespace

std::vector<Fault> faults_of(const Options& options)
{
    std::vector<Fault> faults;
    add_limit_faults(options, faults);
    for (const Listener& listener : options.listeners) {
        add_faults_of(listener, faults);
    }
    return faults;
}

class Ingest::Impl {
public:
    Impl(Options options, port::IntakeSource& intakes, const port::DeviceRegistry& registry,
         port::Quarantine& quarantine, Counters& counters, std::function<UtcTime()> received_at)
        : options_{std::move(options)},
          intakes_{intakes},
          metrics_{counters},
          admission_{options_.max_connections, options_.max_connections_per_address},
          received_at_{std::move(received_at)},
          around_{.options = options_,
                  .registry = registry,
                  .quarantine = quarantine,
                  .metrics = metrics_,
                  .admission = admission_,
                  .received_at = received_at_}
    {
    }

    Result<void> open()
    {
        if (const auto faults = faults_of(options_); !faults.empty()) {
            return refuse(faults.front());
        }
        std::vector<BoundSockets> all;
        for (const Listener& listener : options_.listeners) {
            if (listener.tcp_port) {
                CORDON_TRY(auto sockets,
                           bind_listener(listener, wire::Transport::tcp, *listener.tcp_port, options_.threads));
                all.push_back(std::move(sockets));
            }
            if (listener.udp_port) {
                CORDON_TRY(auto sockets,
                           bind_listener(listener, wire::Transport::udp, *listener.udp_port, options_.threads));
                all.push_back(std::move(sockets));
            }
        }
        hand_out(all);
        return done();
    }

    void start()
    {
        ensure(!workers_.empty(), "ingest is opened before it is started");
        for (const auto& worker : workers_) {
            worker->start();
        }
        running_ = true;
    }

    void stop()
    {
        if (std::exchange(running_, false)) {
            for (const auto& worker : workers_) {
                worker->begin_stop();
            }
            for (const auto& worker : workers_) {
                worker->join();
            }
        }
        workers_.clear();
    }

    std::vector<Bound> bound;

private:
    /// Nothing fails from here on, so that nothing is half open.
    void hand_out(std::vector<BoundSockets>& all)
    {
        for (std::size_t i = 0; i < options_.threads; ++i) {
            Worker& worker = *workers_.emplace_back(std::make_unique<Worker>(around_));
            worker.open(intakes_);
            for (BoundSockets& sockets : all) {
                const bool six = boost::asio::ip::make_address(sockets.where.address).is_v6();
                const tcp version = six ? tcp::v6() : tcp::v4();
                const int socket = sockets.each_thread[i].release();
                if (sockets.where.transport == wire::Transport::tcp) {
                    worker.listen(socket, version, *sockets.listener);
                } else {
                    worker.receive(socket, version, *sockets.listener);
                }
            }
        }
        for (BoundSockets& sockets : all) {
            bound.push_back(std::move(sockets.where));
        }
    }

    const Options options_;
    port::IntakeSource& intakes_;
    Metrics metrics_;
    Admission admission_;
    const std::function<UtcTime()> received_at_;
    const Surroundings around_;
    std::vector<std::unique_ptr<Worker>> workers_;
    bool running_ = false;
};

Ingest::Ingest(Options options, port::IntakeSource& intakes, const port::DeviceRegistry& registry,
               port::Quarantine& quarantine, Counters& counters, std::function<UtcTime()> received_at)
    : impl_{std::make_unique<Impl>(std::move(options), intakes, registry, quarantine, counters, std::move(received_at))}
{
}

Ingest::~Ingest()
{
    stop();
}

Result<void> Ingest::open()
{
    return impl_->open();
}

const std::vector<Bound>& Ingest::bound() const noexcept
{
    return impl_->bound;
}

void Ingest::start()
{
    impl_->start();
}

void Ingest::stop()
{
    impl_->stop();
}

}  // namespace cordon::ingest
