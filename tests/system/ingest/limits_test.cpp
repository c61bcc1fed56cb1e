// SPDX-License-Identifier: Apache-2.0
#include "ingest_house.hpp"

#include <gtest/gtest.h>

namespace cordon::test {
namespace {

using ingest::Listener;
using ingest::Options;

Options with(Listener listener)
{
    return {.listeners = {std::move(listener)}};
}

TEST(IngestLimits, who_never_says_who_it_is_is_let_go_pings_or_not)
{
    IngestHouse house{{.login_deadline = Millis{50}}};
    const TcpTag silent{house};
    const TcpTag pinging{house};
    pinging.send(Bytes{0xFF, 0xFF});
    const TcpTag slow{house};
    slow.send(Bytes{0x00, 0x0F, '3', '5'});

    EXPECT_EQ(silent.read_to_end(), "");
    EXPECT_EQ(pinging.read_to_end(), "");
    EXPECT_EQ(slow.read_to_end(), "");
    EXPECT_EQ(house.refused("login_deadline"), 3U);
    EXPECT_EQ(house.quarantine.wait_for(1)[0].bytes, (Bytes{0x00, 0x0F, '3', '5'}));
}

TEST(IngestLimits, a_frame_that_is_begun_has_to_be_finished)
{
    IngestHouse house{{.frame_deadline = Millis{50}}};
    const TcpTag tag{house, ann};
    tag.send(ByteView{packet(1)}.first(20));

    EXPECT_EQ(tag.read_to_end(), "");
    EXPECT_EQ(house.refused("frame_deadline"), 1U);
}

TEST(IngestLimits, a_tag_that_has_vanished_is_let_go)
{
    IngestHouse house{{.idle = Millis{50}}};
    const TcpTag tag{house, ann};

    EXPECT_EQ(tag.read_to_end(), "");
    EXPECT_EQ(house.counters.counter("connections_idle_closed_total", "", "").value(), 1U);
}

TEST(IngestLimits, nobody_is_let_go_while_it_is_us_who_are_slow)
{
    IngestHouse house{{.login_deadline = Millis{200}, .frame_deadline = Millis{20}, .idle = Millis{20}}};
    const TcpTag tag{house};
    house.intake.hold();
    tag.send(wire::teltonika::login(ann));
    house.intake.wait_for_waiting(1);
    const TcpTag nobody{house};
    EXPECT_EQ(nobody.read_to_end(), "") << "by then all deadlines of the other have long passed";
    house.intake.release();

    EXPECT_EQ(tag.read(1), "01");
}

TEST(IngestLimits, an_address_holds_no_more_connections_than_it_may)
{
    IngestHouse house{{.max_connections_per_address = 2}};
    const TcpTag first{house, ann};
    const TcpTag second{house, ben};
    const TcpTag third{house};
    const TcpTag elsewhere{house, "127.9.8.7"};

    EXPECT_EQ(third.read_to_end(), "");
    EXPECT_EQ(elsewhere.log_in(ann), "01");
    EXPECT_EQ(first.report(1), "00000001");
    EXPECT_EQ(house.refused("too_many_from_address"), 1U);
}

TEST(IngestLimits, there_are_no_more_connections_than_there_may_be)
{
    IngestHouse house{{.max_connections = 1}};
    const TcpTag first{house, ann};
    const TcpTag second{house};

    EXPECT_EQ(second.read_to_end(), "");
    EXPECT_EQ(first.report(1), "00000001");
    EXPECT_EQ(house.refused("too_many"), 1U);
}

TEST(IngestLimits, a_listener_hears_only_its_source_ranges)
{
    IngestHouse house{with({.tcp_port = 0, .udp_port = 0, .source_ranges = {"127.9.0.0/16"}})};
    const TcpTag outside{house};
    const TcpTag inside{house, "127.9.8.7"};

    EXPECT_EQ(outside.read_to_end(), "");
    EXPECT_EQ(inside.log_in(ann), "01");
    EXPECT_EQ(house.refused("source_range"), 1U);
}

TEST(IngestLimits, a_web_request_is_not_waited_for)
{
    IngestHouse house;
    const TcpTag scanner{house};
    scanner.send(as_bytes("GET / HTTP/1.1\r\n"));

    EXPECT_EQ(scanner.read_to_end(), "");
    EXPECT_EQ(house.quarantine.wait_for(1)[0].reason, "preamble");
}

struct Opening {
    fakes::MemoryIntake intake;
    fakes::MemoryRegistry registry;
    fakes::MemoryQuarantine quarantine;
    Counters counters;

    std::string fault_of(const Options& options)
    {
        ingest::Ingest ingest{options, intake, registry, quarantine, counters, [] { return receipt; }};
        const auto opened = ingest.open();
        return opened ? "" : opened.error().what;
    }
};

TEST(IngestOpening, a_port_in_use_is_named_and_nothing_is_left_half_open)
{
    const IngestHouse house;
    Opening other;
    const std::uint16_t free_port = [&other] {
        ingest::Ingest probe{with({.tcp_port = 0}), other.intake,   other.registry,
                             other.quarantine,      other.counters, [] { return receipt; }};
        EXPECT_TRUE(probe.open());
        return probe.bound().at(0).port;
    }();

    for (const std::size_t threads : {1U, 2U}) {
        const Options options{.listeners = {{.tcp_port = free_port}, {.tcp_port = house.tcp_port()}},
                              .threads = threads};
        EXPECT_EQ(other.fault_of(options), "teltonika tcp 127.0.0.1:" + std::to_string(house.tcp_port()) +
                                               " is in use; another program, or another cordon, listens there");
        EXPECT_EQ(other.fault_of(with({.udp_port = house.udp_port()})).rfind("teltonika udp 127.0.0.1:", 0), 0U);
        EXPECT_EQ(other.fault_of(with({.tcp_port = free_port})), "");
    }
}

TEST(IngestOpening, beyond_loopback_only_with_source_ranges)
{
    Opening opening;

    EXPECT_NE(opening.fault_of(with({.address = "0.0.0.0", .tcp_port = 0})).find("names no source ranges"),
              std::string::npos);
    EXPECT_EQ(opening.fault_of(with({.address = "127.0.0.1", .tcp_port = 0})), "");
    EXPECT_EQ(ingest::faults_of(with({.address = "0.0.0.0", .tcp_port = 0, .source_ranges = {"10.0.0.0/8"}})).size(),
              0U);
}

TEST(IngestOpening, every_fault_is_listed_and_says_what_would_be_right)
{
    const auto faults = ingest::faults_of({.listeners = {{.address = "here", .tcp_port = 0},
                                                         {.protocol = model::Protocol::gt06, .tcp_port = 0},
                                                         {.source_ranges = {"10.0.0.0/33"}}},
                                           .threads = 0});

    ASSERT_EQ(faults.size(), 5U);
    EXPECT_EQ(faults[4].what,
              "teltonika listener on 127.0.0.1: \"10.0.0.0/33\" is no source range; \"10.0.0.0/8\" would be one");
}

}  // namespace
}  // namespace cordon::test
