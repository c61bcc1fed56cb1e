// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/time.hpp>

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace cordon::store {

/// Ends a statement that a server does not: once stop is asked for and the grace is over, it shuts the connection's
/// socket, which ends whatever waits there. A thread of its own, which sleeps until then; the mutex is where it meets
/// the store's thread, which says which socket is open and when it is done.
class StopGuard {
public:
    StopGuard(std::stop_token stop, Millis grace);
    ~StopGuard();
    StopGuard(const StopGuard&) = delete;
    StopGuard& operator=(const StopGuard&) = delete;
    StopGuard(StopGuard&&) = delete;
    StopGuard& operator=(StopGuard&&) = delete;

    /// The socket to shut; -1: none is open.
    void watch(int socket);

private:
    void wait(const std::stop_token& stop, Millis grace);

    std::mutex mutex_;
    std::condition_variable_any changed_;
    int socket_ = -1;
    bool done_ = false;
    bool expired_ = false;
    std::thread thread_;
};

}  // namespace cordon::store
