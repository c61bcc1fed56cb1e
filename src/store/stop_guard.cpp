// SPDX-License-Identifier: Apache-2.0
#include "stop_guard.hpp"

#include <sys/socket.h>

#include <utility>

namespace cordon::store {

StopGuard::StopGuard(std::stop_token stop, Millis grace)
    : thread_{[this, stop = std::move(stop), grace] { wait(stop, grace); }}
{
}

StopGuard::~StopGuard()
{
    {
        const std::scoped_lock lock{mutex_};
        done_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void StopGuard::watch(int socket)
{
    const std::scoped_lock lock{mutex_};
    socket_ = socket;
    if (expired_ && socket_ >= 0) {
        ::shutdown(socket_, SHUT_RDWR);
    }
}

void StopGuard::wait(const std::stop_token& stop, Millis grace)
{
    std::unique_lock lock{mutex_};
    changed_.wait(lock, stop, [this] { return done_; });
    changed_.wait_for(lock, grace, [this] { return done_; });
    expired_ = !done_;
    if (expired_ && socket_ >= 0) {
        ::shutdown(socket_, SHUT_RDWR);
    }
}

}  // namespace cordon::store
