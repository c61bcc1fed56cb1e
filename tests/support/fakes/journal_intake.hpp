// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ensure.hpp>
#include <cordon/port/intake.hpp>
#include <cordon/port/journal.hpp>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <span>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace cordon::fakes {

/// One producer's door into a real journal, with a thread that writes what was offered, as the pipeline's does. A test
/// may hold that thread back and see what waits. A mutex, since a test looks in from the side.
class JournalIntake final : public port::IntakeSource, private port::Intake {
public:
    explicit JournalIntake(port::Journal& journal, std::size_t capacity = 64)
        : journal_{journal}, capacity_{capacity}, thread_{[this](const std::stop_token& stop) { run(stop); }}
    {
    }

    port::Intake& open_intake(std::function<void()> wake) override
    {
        const std::scoped_lock lock{mutex_};
        wake_ = std::move(wake);
        return *this;
    }

    /// Nothing becomes durable until `release`.
    void hold()
    {
        const std::scoped_lock lock{mutex_};
        held_ = true;
    }

    void release()
    {
        const std::scoped_lock lock{mutex_};
        held_ = false;
        changed_.notify_all();
    }

    /// What a tag or the clock would bring: durable when this returns.
    Offset append(model::Body body)
    {
        const std::scoped_lock lock{mutex_};
        return append_locked(std::move(body));
    }

    /// How many records wait; a test waits for them to come.
    void wait_until_waiting(std::size_t records)
    {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return offered_.size() >= records; });
    }

    UtcTime at{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};  ///< the journal's clock: the test moves it

private:
    struct Offered {
        model::Body body;
        std::uint64_t ticket = 0;
    };

    bool offer(model::Body&& body, std::uint64_t ticket) override
    {
        const std::scoped_lock lock{mutex_};
        if (offered_.size() >= capacity_) {
            return false;
        }
        offered_.push_back({.body = std::move(body), .ticket = ticket});
        changed_.notify_all();
        return true;
    }

    std::size_t collect(std::span<port::Durable> out) override
    {
        const std::scoped_lock lock{mutex_};
        const std::size_t count = std::min(out.size(), durable_.size());
        for (std::size_t i = 0; i < count; ++i) {
            out[i] = durable_.front();
            durable_.pop_front();
        }
        return count;
    }

    Offset append_locked(model::Body body)
    {
        const std::vector<model::Record> records{{.at = at, .body = std::move(body)}};
        const auto end = journal_.append(records);
        ensure(end.has_value(), "the test's journal takes records");
        return end.value();
    }

    void run(const std::stop_token& stop)
    {
        while (true) {
            std::unique_lock lock{mutex_};
            changed_.wait(lock, stop, [&] { return !held_ && !offered_.empty(); });
            if (stop.stop_requested()) {
                return;
            }
            Offered next = std::move(offered_.front());
            offered_.pop_front();
            durable_.push_back({.ticket = next.ticket, .offset = append_locked(std::move(next.body))});
            const std::function<void()> wake = wake_;
            lock.unlock();
            wake();
        }
    }

    port::Journal& journal_;
    std::size_t capacity_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<Offered> offered_;
    std::deque<port::Durable> durable_;
    std::function<void()> wake_;
    bool held_ = false;
    std::jthread thread_;
};

}  // namespace cordon::fakes
