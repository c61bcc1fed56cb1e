// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace cordon {
inline namespace core {

/// A number that only rises. Any thread.
class Counter {
public:
    void add(std::uint64_t n = 1) noexcept { value_.fetch_add(n, std::memory_order_relaxed); }

    [[nodiscard]] std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

/// A number that is what it was last set to. Any thread.
class Gauge {
public:
    void set(std::int64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }

    void add(std::int64_t n) noexcept { value_.fetch_add(n, std::memory_order_relaxed); }

    [[nodiscard]] std::int64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> value_{0};
};

/// How long something took, counted in buckets that double: bucket i holds what took less than 2^i × 16 µs. Any thread.
class Latency {
public:
    static constexpr std::size_t buckets = 24;  ///< 16 µs to about 2 minutes; the last holds all above

    void record(std::uint64_t microseconds) noexcept
    {
        const std::size_t bucket = static_cast<std::size_t>(std::bit_width(microseconds / 16));
        counts_[bucket < buckets ? bucket : buckets - 1].fetch_add(1, std::memory_order_relaxed);
        sum_.fetch_add(microseconds, std::memory_order_relaxed);
    }

    [[nodiscard]] std::uint64_t count(std::size_t bucket) const noexcept
    {
        return counts_[bucket].load(std::memory_order_relaxed);
    }

    [[nodiscard]] std::uint64_t sum_microseconds() const noexcept { return sum_.load(std::memory_order_relaxed); }

    /// The upper edge of a bucket, in seconds.
    [[nodiscard]] static double upper_seconds(std::size_t bucket) noexcept
    {
        return 16e-6 * static_cast<double>(std::uint64_t{1} << bucket);
    }

private:
    std::array<std::atomic<std::uint64_t>, buckets> counts_{};
    std::atomic<std::uint64_t> sum_{0};
};

/// Every counter of the program by name and label, for `api` to render. Made by `run()` and handed to each part; a part
/// asks for its counters once, at start, and keeps the references, which stay good as long as this lives.
/// Names are Prometheus names without the `cordon_` prefix ("frames_refused_total"); a label is "reason=\"crc\"" or "".
class Counters {
public:
    Counter& counter(std::string_view name, std::string_view label, std::string_view help);
    Gauge& gauge(std::string_view name, std::string_view label, std::string_view help);
    Latency& latency(std::string_view name, std::string_view label, std::string_view help);

    struct Row {
        std::string name;
        std::string label;
        std::string help;
        const Counter* counter = nullptr;
        const Gauge* gauge = nullptr;
        const Latency* latency = nullptr;
    };

    /// Every row there is, in the order of name, then label. Any thread; takes the lock that making a row takes, which
    /// no hot path does.
    void for_each(const std::function<void(const Row&)>& visit) const;

private:
    mutable std::mutex mutex_;  // parts register at start while the API may already be asked for metrics
    std::deque<Row> rows_;
    std::deque<Counter> counters_;
    std::deque<Gauge> gauges_;
    std::deque<Latency> latencies_;
};

}  // namespace core
}  // namespace cordon
