// SPDX-License-Identifier: Apache-2.0
#include <cordon/queue/ring.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace cordon::queue {
namespace {

TEST(Ring, a_full_ring_says_so_and_leaves_the_value_as_it_was)
{
    Ring<std::unique_ptr<int>> ring{2};
    EXPECT_TRUE(ring.push(std::make_unique<int>(1)));
    EXPECT_TRUE(ring.push(std::make_unique<int>(2)));
    auto third = std::make_unique<int>(3);

    EXPECT_FALSE(ring.push(std::move(third)));
    ASSERT_NE(third, nullptr);  // NOLINT(bugprone-use-after-move): that it was not moved from is what is shown
    EXPECT_EQ(*third, 3);
    EXPECT_EQ(ring.free(), 0U);
}

TEST(Ring, gives_values_back_in_the_order_they_came)
{
    Ring<int> ring{4};
    std::vector<int> out;
    for (int i = 0; i < 10; ++i) {  // around the end of the slots more than once
        ASSERT_TRUE(ring.push(2 * i));
        ASSERT_TRUE(ring.push(2 * i + 1));
        for (int value = 0; ring.pop(value);) {
            out.push_back(value);
        }
    }

    ASSERT_EQ(out.size(), 20U);
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(out[static_cast<std::size_t>(i)], i);
    }
}

TEST(Ring, takes_of_a_batch_what_it_has_room_for)
{
    Ring<std::unique_ptr<int>> ring{3};
    std::array<std::unique_ptr<int>, 5> values;
    for (int i = 0; i < 5; ++i) {
        values[static_cast<std::size_t>(i)] = std::make_unique<int>(i);
    }

    EXPECT_EQ(ring.push_some(values), 3U);
    EXPECT_EQ(values[2], nullptr);
    ASSERT_NE(values[3], nullptr);
    EXPECT_EQ(*values[3], 3);
    EXPECT_EQ(ring.waiting(), 3U);
}

TEST(Ring, gives_of_what_it_has_as_much_as_is_asked_for)
{
    Ring<int> ring{8};
    std::array<int, 5> in{1, 2, 3, 4, 5};
    ASSERT_EQ(ring.push_some(in), 5U);
    std::array<int, 3> out{};

    EXPECT_EQ(ring.pop_some(out), 3U);
    EXPECT_EQ(out, (std::array{1, 2, 3}));
    EXPECT_EQ(ring.pop_some(out), 2U);
    EXPECT_EQ(out, (std::array{4, 5, 3}));
    EXPECT_EQ(ring.pop_some(out), 0U);
}

TEST(Ring, an_empty_ring_leaves_the_place_for_a_value_as_it_was)
{
    Ring<int> ring{1};
    int out = 7;

    EXPECT_FALSE(ring.pop(out));
    EXPECT_EQ(out, 7);
}

TEST(Ring, keeps_nothing_of_a_value_that_was_taken_and_destroys_what_is_left)
{
    auto counted = std::make_shared<int>(1);
    {
        Ring<std::shared_ptr<int>> ring{2};
        ASSERT_TRUE(ring.push(std::shared_ptr<int>{counted}));
        ASSERT_TRUE(ring.push(std::shared_ptr<int>{counted}));
        {
            std::shared_ptr<int> out;
            ASSERT_TRUE(ring.pop(out));
        }
        EXPECT_EQ(counted.use_count(), 2);  // ours, and the one still in the ring
    }

    EXPECT_EQ(counted.use_count(), 1);
}

TEST(Ring, carries_every_value_once_and_in_order_between_two_threads)
{
    constexpr std::uint64_t all = 200'000;
    Ring<std::unique_ptr<std::uint64_t>> ring{64};
    std::uint64_t wrong = 0;
    std::jthread consumer{[&] {
        std::uint64_t expected = 0;
        std::array<std::unique_ptr<std::uint64_t>, 32> out;
        while (expected < all) {
            const std::size_t n = ring.pop_some(out);
            for (std::size_t i = 0; i < n; ++i) {
                wrong += *out[i] == expected++ ? 0U : 1U;
            }
            if (n == 0) {
                std::this_thread::yield();
            }
        }
    }};
    for (std::uint64_t i = 0; i < all; ++i) {
        auto value = std::make_unique<std::uint64_t>(i);
        while (!ring.push(std::move(value))) {
            std::this_thread::yield();
        }
    }
    consumer.join();

    EXPECT_EQ(wrong, 0U);
    EXPECT_EQ(ring.waiting(), 0U);
}

}  // namespace
}  // namespace cordon::queue
