// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/model/record.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace cordon::port {

/// Says that the record offered with `ticket` is durable at `offset`.
struct Durable {
    std::uint64_t ticket = 0;
    Offset offset;
};

/// One producer's door into the journal: a lock-free ring there and one back. All calls from the producer's one thread.
class Intake {
public:
    virtual ~Intake() = default;

    /// Hands a record over; its `at` is stamped by the journal's thread. False where the ring is full: nothing was
    /// taken, `body` is as it was, and the producer stops reading until `collect` has given some back.
    [[nodiscard]] virtual bool offer(model::Body&& body, std::uint64_t ticket) = 0;

    /// What has become durable since the last call, in the order it was offered; returns how many were written to
    /// `out`. The producer's wake-up (given when the intake was made) says when to call.
    [[nodiscard]] virtual std::size_t collect(std::span<Durable> out) = 0;
};

/// Where producers get their doors: each ingest thread one, the API one.
class IntakeSource {
public:
    virtual ~IntakeSource() = default;

    /// A door for one producer, which lives as long as the source does. `wake` is called from the journal's thread when
    /// something offered has become durable; it must not wait. Only before the pipeline starts.
    [[nodiscard]] virtual Intake& open_intake(std::function<void()> wake) = 0;
};

}  // namespace cordon::port
