// SPDX-License-Identifier: Apache-2.0
#include "ingest_house.hpp"

#include <gtest/gtest.h>

#include <set>

namespace cordon::test {
namespace {

struct UdpTag : TagSocket {
    explicit UdpTag(const IngestHouse& house, const char* from = "127.0.0.1")
        : TagSocket{Kind::udp, house.udp_port(), from}
    {
    }
};

TEST(IngestUdp, a_datagram_is_answered_once_it_is_durable_and_not_before)
{
    IngestHouse house;
    const UdpTag tag{house};
    house.intake.hold();

    tag.send(datagram(ann, 7, 3));
    house.intake.wait_for_waiting(1);
    come_round(house);
    EXPECT_TRUE(tag.silent());
    house.intake.release();

    EXPECT_EQ(tag.read_datagram(), "0005cafe010703");
    const auto kept = house.intake.durable();
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].raw, datagram(ann, 7, 3));
    EXPECT_EQ(kept[0].peer.rfind("udp 127.0.0.1:", 0), 0U);
}

TEST(IngestUdp, two_tags_behind_one_address_are_never_mixed)
{
    IngestHouse house;
    const UdpTag both{house};
    for (std::uint8_t i = 0; i < 20; ++i) {
        both.send(datagram(i % 2 == 0 ? ann : ben, i));
        ASSERT_FALSE(both.read_datagram().empty());
    }
    both.send(datagram("356000000000099", 21));
    both.send(datagram(ben, 22));
    EXPECT_EQ(both.read_datagram(), "0005cafe011601") << "the stranger got no answer";

    for (const auto& record : house.intake.durable()) {
        const auto named = wire::teltonika::over_udp().identify(record.raw).value();
        EXPECT_EQ(record.device, named.value());
        EXPECT_EQ(record.observations.at(0).device, named.value());
    }
    EXPECT_EQ(house.intake.durable().size(), 21U);
    EXPECT_EQ(house.quarantine.wait_for(1)[0].reason, "unknown_device");
}

TEST(IngestUdp, a_burst_longer_than_a_batch_is_all_kept_while_the_journal_has_no_room)
{
    IngestHouse house;
    const UdpTag tag{house};
    house.intake.hold(1);

    for (std::uint8_t i = 0; i < 150; ++i) {
        tag.send(datagram(ann, i));
    }
    house.intake.wait_for_refusals(1);
    house.intake.release();

    std::set<std::string> answers;
    for (int i = 0; i < 150; ++i) {
        answers.insert(tag.read_datagram());
    }
    EXPECT_EQ(answers.size(), 150U);
    EXPECT_EQ(house.intake.durable().size(), 150U);
}

TEST(IngestUdp, what_is_longer_than_any_packet_is_refused)
{
    IngestHouse house;
    const UdpTag tag{house};

    tag.send(Bytes(5000, 0));
    tag.send(datagram(ann, 1));

    EXPECT_EQ(tag.read_datagram(), "0005cafe010101");
    EXPECT_EQ(house.quarantine.wait_for(1)[0].reason, "oversize");
}

TEST(IngestUdp, an_empty_datagram_harms_nobody)
{
    IngestHouse house;
    const UdpTag tag{house};

    tag.send({});
    tag.send(datagram(ann, 1));

    EXPECT_EQ(tag.read_datagram(), "0005cafe010101");
    EXPECT_EQ(house.refused("truncated"), 1U);
}

TEST(IngestUdp, a_device_is_heard_only_from_where_it_may_be)
{
    IngestHouse house;
    house.registry.put({.id = {ann}, .source_ranges = {"127.9.0.0/16"}});
    const UdpTag elsewhere{house};
    const UdpTag home{house, "127.9.8.7"};

    elsewhere.send(datagram(ann, 1));
    home.send(datagram(ann, 2));

    EXPECT_EQ(home.read_datagram(), "0005cafe010201");
    EXPECT_EQ(house.quarantine.wait_for(1)[0].reason, "source_range");
    EXPECT_EQ(house.intake.durable().size(), 1U);
}

}  // namespace
}  // namespace cordon::test
