// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ensure.hpp>
#include <cordon/port/intake.hpp>
#include <cordon/queue/doorbell.hpp>
#include <cordon/queue/ring.hpp>

#include <cstdint>
#include <functional>
#include <utility>

namespace cordon::pipeline {

/// What a producer handed over and is not durable yet.
struct Offered {
    model::Body body;
    std::uint64_t ticket = 0;
};

/// One producer's door: a ring to the journal's thread and one back. At most `capacity` records are between `offer` and
/// `collect`, so the ring back never fills and the journal's thread never waits for a producer.
class RingIntake final : public port::Intake {
public:
    /// One second of the first load (833/s) five times over: a group commit takes milliseconds, so a producer meets the
    /// limit only when the disk stands still, and then it must stop reading.
    static constexpr std::size_t capacity = 4096;

    RingIntake(queue::Doorbell& journal_bell, std::function<void()> wake)
        : offered_{capacity}, durable_{capacity}, journal_bell_{journal_bell}, wake_{std::move(wake)}
    {
    }

    [[nodiscard]] bool offer(model::Body&& body, std::uint64_t ticket) override
    {
        if (outstanding_ == capacity) {
            return false;
        }
        Offered item{.body = std::move(body), .ticket = ticket};
        if (!offered_.push(std::move(item))) {
            body = std::move(item.body);  // NOLINT(bugprone-use-after-move): a full ring leaves it as it was
            return false;
        }
        ++outstanding_;
        journal_bell_.ring();
        return true;
    }

    [[nodiscard]] std::size_t collect(std::span<port::Durable> out) override
    {
        std::size_t n = 0;
        while (n < out.size() && durable_.pop(out[n])) {
            ++n;
        }
        outstanding_ -= n;
        return n;
    }

    /// The journal's thread: the next record offered, if any.
    [[nodiscard]] bool take(Offered& out) { return offered_.pop(out); }

    /// The journal's thread: says that a record is durable; `wake_producer` follows once a batch.
    void settle(port::Durable durable)
    {
        ensure(durable_.push(port::Durable{durable}), "the ring back has room for all that is outstanding");
    }

    void wake_producer() { wake_(); }

private:
    queue::Ring<Offered> offered_;
    queue::Ring<port::Durable> durable_;
    std::size_t outstanding_ = 0;  // the producer's thread only
    queue::Doorbell& journal_bell_;
    std::function<void()> wake_;
};

}  // namespace cordon::pipeline
