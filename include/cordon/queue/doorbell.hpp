// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/time.hpp>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace cordon::queue {

/// Wakes one thread, its owner, when another has put something where the owner will look: push, then ring; wake, then
/// look. No ring is lost: one that comes while the owner is awake makes its next `wait_for` return at once. Many rings
/// before the owner wakes are one. What was done before `ring` is seen after the `wait_for` that it ended.
///
/// A ring costs one atomic exchange while the owner is awake. Only where it sleeps is the mutex taken: the ringing
/// thread and the sleeping owner meet there, and there is nothing to push but the wake-up itself.
///
/// Threads: `ring` by any; `wait_for` by the owner alone. Lives longer than any thread that rings it.
class Doorbell {
public:
    Doorbell() = default;
    Doorbell(const Doorbell&) = delete;
    Doorbell& operator=(const Doorbell&) = delete;
    Doorbell(Doorbell&&) = delete;
    Doorbell& operator=(Doorbell&&) = delete;
    ~Doorbell() = default;

    /// Any thread; never waits for the owner to do anything.
    void ring() noexcept;

    /// Sleeps until it has been rung since the last call returned, or `longest` has passed; says whether it was rung.
    /// Owners look at their rings either way: a timeout and a ring may cross. Zero or less asks without sleeping.
    bool wait_for(Millis longest) noexcept;

private:
    enum class State : std::uint8_t { awake, asleep, rung };

    std::atomic<State> state_{State::awake};
    std::mutex mutex_;
    std::condition_variable woken_;
};

}  // namespace cordon::queue
