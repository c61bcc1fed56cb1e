// SPDX-License-Identifier: Apache-2.0
#include <cordon/queue/doorbell.hpp>
#include <cordon/queue/ring.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace cordon::queue {
namespace {

using std::chrono_literals::operator""min;

/// Longer than any test may take: a wake-up that is lost shows as a test that runs into its limit.
constexpr Millis for_ever = 10min;

TEST(Doorbell, a_ring_before_the_wait_ends_it_at_once)
{
    Doorbell bell;
    bell.ring();

    EXPECT_TRUE(bell.wait_for(for_ever));
}

TEST(Doorbell, many_rings_before_the_owner_looks_are_one)
{
    Doorbell bell;
    bell.ring();
    bell.ring();
    bell.ring();

    EXPECT_TRUE(bell.wait_for(for_ever));
    EXPECT_FALSE(bell.wait_for(Millis{1}));
}

TEST(Doorbell, gives_up_after_the_time_it_was_given)
{
    Doorbell bell;

    EXPECT_FALSE(bell.wait_for(Millis{1}));
    EXPECT_FALSE(bell.wait_for(Millis{0}));
    EXPECT_FALSE(bell.wait_for(Millis{-1}));
}

TEST(Doorbell, asking_without_sleeping_sees_a_ring)
{
    Doorbell bell;
    bell.ring();

    EXPECT_TRUE(bell.wait_for(Millis{0}));
}

// Each side sleeps until the other has rung: one lost wake-up in 50,000 rounds and nobody wakes again.
TEST(Doorbell, loses_no_ring_between_two_threads_that_wait_for_each_other)
{
    constexpr int rounds = 50'000;
    Doorbell ping;
    Doorbell pong;
    std::jthread other{[&] {
        for (int i = 0; i < rounds; ++i) {
            while (!ping.wait_for(for_ever)) {
            }
            pong.ring();
        }
    }};
    int answered = 0;
    for (int i = 0; i < rounds; ++i) {
        ping.ring();
        while (!pong.wait_for(for_ever)) {
        }
        ++answered;
    }

    EXPECT_EQ(answered, rounds);
}

// As the journal's thread is woken: several producers, each with a ring of its own, and one owner who sleeps whenever
// all are empty.
TEST(Doorbell, an_owner_who_looks_after_each_wake_up_misses_nothing_of_several_producers)
{
    constexpr int producers = 3;
    constexpr std::uint64_t each = 20'000;
    Doorbell bell;
    std::vector<std::unique_ptr<Ring<std::uint64_t>>> rings;
    for (int i = 0; i < producers; ++i) {
        rings.push_back(std::make_unique<Ring<std::uint64_t>>(each));
    }
    std::vector<std::jthread> threads;
    for (auto& ring : rings) {
        threads.emplace_back([&bell, &ring = *ring] {
            for (std::uint64_t i = 1; i <= each; ++i) {
                while (!ring.push(std::uint64_t{i})) {
                    std::this_thread::yield();
                }
                bell.ring();
            }
        });
    }
    std::uint64_t sum = 0;
    for (std::uint64_t got = 0; got < producers * each;) {
        const std::uint64_t before = got;
        for (auto& ring : rings) {
            for (std::uint64_t value = 0; ring->pop(value); ++got) {
                sum += value;
            }
        }
        if (got == before) {
            bell.wait_for(for_ever);
        }
    }

    EXPECT_EQ(sum, producers * (each * (each + 1) / 2));
}

}  // namespace
}  // namespace cordon::queue
