// SPDX-License-Identifier: Apache-2.0
#include "ingest_house.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace cordon::test {
namespace {

TEST(IngestTcp, a_registered_tag_is_let_in_and_its_frames_are_kept_as_they_came)
{
    IngestHouse house;
    const TcpTag tag{house, ann};

    EXPECT_EQ(tag.report(3), "00000003");

    const auto kept = house.intake.durable();
    ASSERT_EQ(kept.size(), 2U) << "the login and the packet";
    EXPECT_EQ(kept[0].raw, wire::teltonika::login(ann));
    EXPECT_EQ(kept[1].raw, packet(3));
    EXPECT_EQ(kept[1].device, DeviceId{ann});
    EXPECT_EQ(kept[1].received, receipt);
    EXPECT_EQ(kept[1].peer.rfind("127.0.0.1:", 0), 0U);
    EXPECT_EQ(kept[1].observations.size(), 3U);
    EXPECT_EQ(house.counters.counter("observations_received_total", "", "").value(), 3U);
}

TEST(IngestTcp, nothing_is_acknowledged_before_it_is_durable)
{
    IngestHouse house;
    const TcpTag tag{house, ann};
    house.intake.hold();

    tag.send(packet(2));
    house.intake.wait_for_waiting(1);
    come_round(house);
    const bool silent = tag.silent();
    house.intake.release();

    EXPECT_TRUE(silent);
    EXPECT_EQ(tag.read(4), "00000002");
}

TEST(IngestTcp, frames_sent_without_waiting_are_acknowledged_in_order)
{
    IngestHouse house;
    const TcpTag tag{house, ann};
    Bytes all;
    for (const std::size_t count : {1U, 2U, 3U, 4U}) {
        const Bytes one = packet(count);
        all.insert(all.end(), one.begin(), one.end());
    }

    tag.send(all);

    EXPECT_EQ(tag.read(16), "00000001000000020000000300000004");
}

TEST(IngestTcp, a_packet_is_the_same_wherever_the_network_splits_it)
{
    IngestHouse house;
    const TcpTag tag{house, ann};
    const TcpTag other{house, ben};
    const Bytes whole = packet(1);
    for (std::size_t split = 1; split < whole.size(); ++split) {
        tag.send(ByteView{whole}.first(split));
        ASSERT_EQ(other.report(1), "00000001");  // the thread that serves both has come round
        tag.send(ByteView{whole}.subspan(split));
        ASSERT_EQ(tag.read(4), "00000001") << "split at " << split;
    }
}

TEST(IngestTcp, a_login_and_a_packet_byte_by_byte_and_with_pings_are_the_same)
{
    IngestHouse house;
    const TcpTag tag{house};
    Bytes all{0xFF, 0xFF};
    for (const Bytes& one : {wire::teltonika::login(ann), Bytes{0xFF}, packet(2), Bytes{0xFF}, packet(1)}) {
        all.insert(all.end(), one.begin(), one.end());
    }

    for (const std::uint8_t byte : all) {
        tag.send({&byte, 1});
    }

    EXPECT_EQ(tag.read(9), "010000000200000001");
}

TEST(IngestTcp, an_unknown_tag_is_refused_hung_up_on_and_quarantined)
{
    IngestHouse house;
    const TcpTag tag{house};

    EXPECT_EQ(tag.log_in("356000000000099"), "00");
    EXPECT_EQ(tag.read_to_end(), "");

    const auto kept = house.quarantine.wait_for(1);
    EXPECT_EQ(kept[0].reason, "unknown_device");
    EXPECT_EQ(kept[0].bytes, wire::teltonika::login("356000000000099"));
    EXPECT_EQ(house.refused("unknown_device"), 1U);
    EXPECT_TRUE(house.intake.durable().empty());
}

TEST(IngestTcp, a_tag_registered_while_the_daemon_runs_is_let_in)
{
    IngestHouse house;
    EXPECT_EQ(TcpTag{house}.log_in("356000000000033"), "00");

    house.registry.put({.id = {"356000000000033"}});

    EXPECT_EQ(TcpTag{house}.log_in("356000000000033"), "01");
}

TEST(IngestTcp, a_tag_registered_for_another_protocol_is_refused)
{
    IngestHouse house;
    house.registry.put({.id = {ann}, .protocol = model::Protocol::gt06});

    EXPECT_EQ(TcpTag{house}.log_in(ann), "00");
    EXPECT_EQ(house.quarantine.wait_for(1)[0].reason, "other_protocol");
}

TEST(IngestTcp, data_before_a_login_is_nobodys)
{
    IngestHouse house;
    const TcpTag tag{house};
    tag.send(packet(1));

    EXPECT_EQ(tag.read_to_end(), "");
    EXPECT_EQ(house.quarantine.wait_for(1)[0].reason, "not_logged_in");
    EXPECT_TRUE(house.intake.durable().empty());
}

TEST(IngestTcp, a_connection_stays_the_tags_that_logged_in)
{
    IngestHouse house;
    const TcpTag tag{house, ann};

    EXPECT_EQ(tag.log_in(ann), "01") << "saying the same again changes nothing";
    EXPECT_EQ(tag.log_in(ben), "00");
    EXPECT_EQ(tag.read_to_end(), "");

    EXPECT_EQ(house.quarantine.wait_for(1)[0].reason, "second_login");
    for (const auto& record : house.intake.durable()) {
        EXPECT_EQ(record.device, DeviceId{ann});
    }
}

TEST(IngestTcp, a_damaged_packet_is_asked_for_again_and_not_kept)
{
    IngestHouse house;
    const TcpTag tag{house, ann};
    Bytes damaged = packet(2);
    damaged[30] ^= 4U;

    tag.send(damaged);
    EXPECT_EQ(tag.read(4), "00000000");
    EXPECT_EQ(tag.report(2), "00000002") << "the tag sends it again";

    EXPECT_EQ(house.quarantine.wait_for(1)[0].bytes, damaged);
    EXPECT_EQ(house.intake.observations().size(), 2U);
}

TEST(IngestTcp, a_packet_that_stays_damaged_is_not_waited_for_for_ever)
{
    IngestHouse house;
    const TcpTag tag{house, ann};
    Bytes damaged = packet(2);
    damaged[30] ^= 4U;

    for (int i = 0; i < 3; ++i) {
        tag.send(damaged);
        EXPECT_EQ(tag.read(4), "00000000");
    }

    EXPECT_EQ(tag.read_to_end(), "");
}

TEST(IngestTcp, messages_are_kept_and_not_answered)
{
    IngestHouse house;
    const TcpTag tag{house, ann};
    const Bytes message = wire::teltonika::message(6, "ok");

    tag.send(message);

    EXPECT_EQ(tag.report(1), "00000001") << "nothing came before it";
    EXPECT_EQ(house.intake.durable().at(1).raw, message);
}

TEST(IngestTcp, while_the_journal_is_full_nothing_is_lost_and_nothing_is_acknowledged)
{
    IngestHouse house;
    std::vector<std::unique_ptr<TcpTag>> tags;
    for (int i = 0; i < 8; ++i) {
        tags.push_back(std::make_unique<TcpTag>(house, i % 2 == 0 ? ann : ben));
    }
    house.intake.hold(3);

    for (int i = 0; i < 8; ++i) {
        tags[static_cast<std::size_t>(i)]->send(packet(1, i));
    }
    house.intake.wait_for_refusals(5);
    come_round(house);
    for (const auto& tag : tags) {
        EXPECT_TRUE(tag->silent());
    }
    house.intake.release();

    for (const auto& tag : tags) {
        EXPECT_EQ(tag->read(4), "00000001");
    }
    EXPECT_EQ(house.intake.observations().size(), 8U);
}

TEST(IngestTcp, two_threads_serve_one_port)
{
    IngestHouse house{{.threads = 2}};
    std::vector<std::unique_ptr<TcpTag>> tags;
    for (int i = 0; i < 16; ++i) {
        tags.push_back(std::make_unique<TcpTag>(house, i % 2 == 0 ? ann : ben));
    }
    for (int round = 0; round < 20; ++round) {
        for (const auto& tag : tags) {
            tag->send(packet(2, round));
        }
        for (const auto& tag : tags) {
            ASSERT_EQ(tag->read(4), "00000002");
        }
    }
    EXPECT_EQ(house.intake.observations().size(), 16U * 20U * 2U);
}

TEST(IngestTcp, stopping_waits_until_what_was_taken_in_is_acknowledged)
{
    IngestHouse house;
    const TcpTag tag{house, ann};
    const TcpTag quiet{house, ben};
    house.intake.hold();
    tag.send(packet(2));
    house.intake.wait_for_waiting(1);

    std::thread stopping{[&house] { house.stop(); }};
    EXPECT_EQ(quiet.read_to_end(), "") << "who waits for nothing is let go at once";
    house.intake.release();
    stopping.join();

    EXPECT_EQ(tag.read_to_end(), "00000002");
}

TEST(IngestTcp, stopping_ends_even_where_the_journal_does_not_answer)
{
    IngestHouse house{{.drain = Millis{50}}};
    const TcpTag tag{house, ann};
    house.intake.hold(1);
    tag.send(packet(1));
    tag.send(packet(1));
    house.intake.wait_for_waiting(1);

    house.stop();

    EXPECT_EQ(tag.read_to_end(), "") << "not durable, not acknowledged";
    house.intake.release();  // the journal may ring when nobody is there any more
}

}  // namespace
}  // namespace cordon::test
