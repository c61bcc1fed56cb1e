// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/port/quarantine.hpp>

#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

namespace cordon::fakes {

/// Keeps all it is given, to be looked at.
class MemoryQuarantine final : public port::Quarantine {
public:
    void keep(port::QuarantinedBytes bytes) noexcept override
    {
        const std::scoped_lock lock{mutex_};
        kept_.push_back(std::move(bytes));
        changed_.notify_all();
    }

    /// All there is, once there are `count`.
    std::vector<port::QuarantinedBytes> wait_for(std::size_t count)
    {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return kept_.size() >= count; });
        return kept_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<port::QuarantinedBytes> kept_;
};

}  // namespace cordon::fakes
