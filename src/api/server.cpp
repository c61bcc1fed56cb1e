// SPDX-License-Identifier: Apache-2.0
#include "server_impl.hpp"

#include <cordon/api/server.hpp>
#include <cordon/core/ensure.hpp>
#include <cordon/core/log.hpp>

#include <utility>

namespace cordon::api {

namespace {

Options with_defaults(Options options)
{
    if (!options.now) {
        options.now = [] { return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now()); };
    }
    options.host_names.push_back(options.address);
    return options;
}

}  // namespace

Server::Server(Options options, const port::Journal& journal, const port::Feed& feed, port::IntakeSource& intakes,
               Counters& counters, std::function<Health()> health)
    : impl_{std::make_unique<Impl>(with_defaults(std::move(options)), journal, feed, intakes, counters,
                                   std::move(health))}
{
}

Server::~Server()
{
    stop();
}

Result<void> Server::open()
{
    return impl_->open();
}

void Server::start()
{
    impl_->start();
}

void Server::stop()
{
    impl_->stop();
}

void Server::wake() noexcept
{
    impl_->wake();
}

std::uint16_t Server::port() const noexcept
{
    return impl_->web_port();
}

std::uint16_t Server::metrics_port() const noexcept
{
    return impl_->metrics_port();
}

bool Server::caught_up() const noexcept
{
    return impl_->caught_up();
}

}  // namespace cordon::api
