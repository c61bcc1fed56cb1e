// SPDX-License-Identifier: Apache-2.0
#include <cordon/queue/doorbell.hpp>

namespace cordon::queue {

void Doorbell::ring() noexcept
{
    if (state_.exchange(State::rung, std::memory_order_acq_rel) != State::asleep) {
        return;
    }
    // The owner said that it goes to sleep. Once this has the mutex, it either sleeps already and is woken, or has not
    // looked at the state yet and will find it rung.
    {
        const std::scoped_lock lock{mutex_};
    }
    woken_.notify_one();
}

bool Doorbell::wait_for(Millis longest) noexcept
{
    auto expected = State::awake;
    if (longest > Millis::zero() &&
        state_.compare_exchange_strong(expected, State::asleep, std::memory_order_acq_rel)) {
        std::unique_lock lock{mutex_};
        woken_.wait_for(lock, longest, [this] { return state_.load(std::memory_order_acquire) == State::rung; });
    }
    return state_.exchange(State::awake, std::memory_order_acq_rel) == State::rung;
}

}  // namespace cordon::queue
