// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/model/record.hpp>
#include <cordon/port/intake.hpp>

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace cordon::fakes {

/// Doors into a journal that is a list in memory. What is offered is durable at once, unless the test holds it; a door
/// has as much room as the test gives it. A mutex, since a test looks in from the side.
class MemoryIntake final : public port::IntakeSource {
public:
    port::Intake& open_intake(std::function<void()> wake) override
    {
        const std::scoped_lock lock{mutex_};
        return *doors_.emplace_back(std::make_unique<Door>(*this, std::move(wake)));
    }

    /// What is offered from here on is not durable until `release`, and at most `room` records wait at a door.
    void hold(std::size_t room = std::numeric_limits<std::size_t>::max())
    {
        const std::scoped_lock lock{mutex_};
        held_ = true;
        room_ = room;
    }

    /// All that waits is durable now, and what comes is again at once.
    void release()
    {
        std::vector<std::function<void()>> wakes;
        {
            const std::scoped_lock lock{mutex_};
            held_ = false;
            for (const auto& door : doors_) {
                settle(*door);
                wakes.push_back(door->wake);
            }
        }
        for (const auto& wake : wakes) {
            wake();
        }
    }

    /// Returns once `count` records wait to become durable.
    void wait_for_waiting(std::size_t count)
    {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return waiting() >= count; });
    }

    /// Returns once a door has said that it is full `count` times.
    void wait_for_refusals(std::size_t count)
    {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return refusals_ >= count; });
    }

    [[nodiscard]] std::vector<model::FrameRecord> durable() const
    {
        const std::scoped_lock lock{mutex_};
        return durable_;
    }

    [[nodiscard]] std::vector<model::Observation> observations() const
    {
        std::vector<model::Observation> all;
        for (const model::FrameRecord& record : durable()) {
            all.insert(all.end(), record.observations.begin(), record.observations.end());
        }
        return all;
    }

private:
    struct Offered {
        model::FrameRecord record;
        std::uint64_t ticket = 0;
    };

    struct Door final : port::Intake {
        Door(MemoryIntake& source, std::function<void()> bell) : all{source}, wake{std::move(bell)} {}

        bool offer(model::Body&& body, std::uint64_t ticket) override
        {
            return all.offer(*this, std::get<model::FrameRecord>(body), ticket);
        }

        std::size_t collect(std::span<port::Durable> out) override { return all.collect(*this, out); }

        MemoryIntake& all;
        std::function<void()> wake;
        std::deque<Offered> offered;
        std::deque<port::Durable> settled;
    };

    bool offer(Door& door, model::FrameRecord& record, std::uint64_t ticket)
    {
        {
            const std::scoped_lock lock{mutex_};
            changed_.notify_all();
            if (held_ && door.offered.size() >= room_) {
                ++refusals_;
                return false;
            }
            door.offered.push_back({.record = std::move(record), .ticket = ticket});
            if (held_) {
                return true;
            }
            settle(door);
        }
        door.wake();
        return true;
    }

    std::size_t collect(Door& door, std::span<port::Durable> out)
    {
        const std::scoped_lock lock{mutex_};
        const std::size_t count = std::min(out.size(), door.settled.size());
        std::copy_n(door.settled.begin(), count, out.begin());
        door.settled.erase(door.settled.begin(), door.settled.begin() + static_cast<std::ptrdiff_t>(count));
        return count;
    }

    void settle(Door& door)
    {
        for (Offered& offered : door.offered) {
            durable_.push_back(std::move(offered.record));
            door.settled.push_back({.ticket = offered.ticket, .offset = {durable_.size()}});
        }
        door.offered.clear();
    }

    std::size_t waiting() const
    {
        std::size_t all = 0;
        for (const auto& door : doors_) {
            all += door->offered.size();
        }
        return all;
    }

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::unique_ptr<Door>> doors_;
    std::vector<model::FrameRecord> durable_;
    bool held_ = false;
    std::size_t room_ = 0;
    std::size_t refusals_ = 0;
};

}  // namespace cordon::fakes
