// SPDX-License-Identifier: Apache-2.0
#include <cordon/geo/zone_index.hpp>

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace cordon::geo {
namespace {

/// So many boxes of ten by ten, in rows of ten, twenty apart.
std::vector<std::pair<std::uint32_t, Box>> boxes(std::int32_t count)
{
    std::vector<std::pair<std::uint32_t, Box>> out;
    for (std::int32_t i = 0; i < count; ++i) {
        const std::int32_t x = i % 10 * 20;
        const std::int32_t y = i / 10 * 20;
        out.emplace_back(static_cast<std::uint32_t>(i), Box{.south = y, .west = x, .north = y + 10, .east = x + 10});
    }
    return out;
}

std::vector<std::uint32_t> found(const ZoneIndex& index, const Box& where)
{
    std::vector<std::uint32_t> numbers;
    index.find(where, numbers);
    return numbers;
}

TEST(ZoneIndex, finds_what_a_look_at_each_box_finds_whether_few_or_many)
{
    for (const std::int32_t count : {0, 1, 10, 24, 25, 100}) {
        const auto all = boxes(count);
        const ZoneIndex index{all};
        for (std::int32_t i = 0; i < 400; ++i) {
            const Box where{
                .south = i % 23 * 10 - 5, .west = i / 23 * 12 - 5, .north = i % 23 * 10 + 9, .east = i / 23 * 12 + 3};
            std::vector<std::uint32_t> expected;
            for (const auto& [number, box] : all) {
                if (box.meets(where)) {
                    expected.push_back(number);
                }
            }
            EXPECT_EQ(found(index, where), expected) << count << " boxes, place " << i;
        }
    }
}

TEST(ZoneIndex, counts_an_edge_as_a_part_of_its_box)
{
    for (const std::int32_t count : {1, 100}) {
        const ZoneIndex index{boxes(count)};

        EXPECT_EQ(found(index, {.south = 10, .west = 10, .north = 10, .east = 10}), std::vector<std::uint32_t>{0});
        EXPECT_TRUE(found(index, {.south = 11, .west = 11, .north = 11, .east = 11}).empty());
    }
}

}  // namespace
}  // namespace cordon::geo
