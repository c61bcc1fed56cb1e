// SPDX-License-Identifier: Apache-2.0
#include <cordon/core/counters.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cordon {
namespace {

TEST(Counters, one_name_and_label_is_one_counter)
{
    Counters counters;
    Counter& crc = counters.counter("frames_refused_total", "reason=\"crc\"", "Frames refused");

    counters.counter("frames_refused_total", "reason=\"crc\"", "Frames refused").add(2);
    counters.counter("frames_refused_total", "reason=\"length\"", "Frames refused").add(5);
    crc.add();

    EXPECT_EQ(crc.value(), 3U);
}

TEST(Counters, come_in_the_order_of_name_then_label)
{
    Counters counters;
    counters.gauge("b", "", "").set(-7);
    counters.latency("c", "", "").record(1);
    counters.counter("a", "x=\"2\"", "").add();
    counters.counter("a", "x=\"1\"", "").add();

    std::vector<std::string> seen;
    counters.for_each([&seen](const Counters::Row& row) { seen.push_back(row.name + row.label); });

    EXPECT_EQ(seen, (std::vector<std::string>{"ax=\"1\"", "ax=\"2\"", "b", "c"}));
}

TEST(Counters, references_stay_good_as_more_are_made)
{
    Counters counters;
    Counter& first = counters.counter("first", "", "");
    for (int i = 0; i < 1000; ++i) {
        counters.counter("c" + std::to_string(i), "", "").add();
    }

    first.add(4);

    EXPECT_EQ(counters.counter("first", "", "").value(), 4U);
}

TEST(Latency, each_bucket_holds_what_took_less_than_its_upper_edge)
{
    Latency latency;
    latency.record(0);
    latency.record(15);
    latency.record(16);
    latency.record(31);
    latency.record(32);
    latency.record(~std::uint64_t{0} >> 1U);

    EXPECT_EQ(latency.count(0), 2U);
    EXPECT_EQ(latency.count(1), 2U);
    EXPECT_EQ(latency.count(2), 1U);
    EXPECT_EQ(latency.count(Latency::buckets - 1), 1U);
    EXPECT_DOUBLE_EQ(Latency::upper_seconds(0), 16e-6);
    EXPECT_DOUBLE_EQ(Latency::upper_seconds(3), 128e-6);
}

}  // namespace
}  // namespace cordon
