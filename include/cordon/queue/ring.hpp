// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ensure.hpp>

#include <boost/lockfree/spsc_queue.hpp>

#include <cstddef>
#include <iterator>
#include <span>
#include <type_traits>
#include <utility>

namespace cordon::queue {

/// A bounded, lock-free road of values from one thread to one other. It never loses and never grows: a full ring says
/// so, and whoever pushes holds its own producer up (ingest stops reading, so the tag is not acknowledged and keeps
/// what it has).
///
/// Threads: `push`, `push_some` and `free` by one thread, the producer's; `pop`, `pop_some` and `waiting` by one other,
/// the consumer's. What the producer did before `push` is seen by the consumer after the `pop` that took the value.
/// Made and destroyed while neither is at it; values still inside are then destroyed.
///
/// Values are moved in and out (`T` need not be copyable), and a slot is emptied by `pop`: nothing keeps the memory of
/// a value that has been taken. Neither call allocates; all slots are made with the ring.
template <class T>
class Ring {
    static_assert(std::is_nothrow_move_constructible_v<T>, "a value half way between two threads cannot be taken back");
    static_assert(std::is_nothrow_move_assignable_v<T>, "a value half way between two threads cannot be taken back");

public:
    /// Room for `capacity` values, at least one. Whoever chooses it says why it is that number.
    explicit Ring(std::size_t capacity) : slots_{checked(capacity)}, capacity_{capacity} {}

    Ring(const Ring&) = delete;
    Ring& operator=(const Ring&) = delete;
    Ring(Ring&&) = delete;
    Ring& operator=(Ring&&) = delete;
    ~Ring() = default;

    /// False where the ring is full: `value` is then as it was.
    [[nodiscard]] bool push(T&& value)
    {
        // spsc_queue::push copies; its form for ranges takes whatever the iterators give.
        const auto from = std::make_move_iterator(&value);
        return slots_.push(from, std::next(from)) != from;
    }

    /// Moves in as many values as there is room for, from the front, and returns how many; the rest are as they were.
    [[nodiscard]] std::size_t push_some(std::span<T> values)
    {
        const auto from = std::make_move_iterator(values.data());
        const auto until = std::make_move_iterator(values.data() + values.size());
        return static_cast<std::size_t>(slots_.push(from, until) - from);
    }

    /// The oldest value into `out`; false, and `out` as it was, where there is none.
    [[nodiscard]] bool pop(T& out)
    {
        return slots_.consume_one([&out](T& value) { out = std::move(value); });
    }

    /// The oldest values into `out`, in the order they were pushed; returns how many.
    [[nodiscard]] std::size_t pop_some(std::span<T> out)
    {
        std::size_t n = 0;
        while (n < out.size() && pop(out[n])) {
            ++n;
        }
        return n;
    }

    /// How many values can be pushed now; there may be more room a moment later, never less. The producer's thread.
    [[nodiscard]] std::size_t free() const { return slots_.write_available(); }

    /// How many values can be popped now; there may be more a moment later, never fewer. The consumer's thread.
    [[nodiscard]] std::size_t waiting() const { return slots_.read_available(); }

    /// Any thread.
    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

private:
    static std::size_t checked(std::size_t capacity)
    {
        ensure(capacity > 0, "a ring has room for something");
        return capacity;
    }

    boost::lockfree::spsc_queue<T> slots_;
    std::size_t capacity_;
};

}  // namespace cordon::queue
