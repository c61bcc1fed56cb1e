// SPDX-License-Identifier: Apache-2.0
#include "ingest_house.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

namespace cordon::test {
namespace {

struct Hostile {
    std::string id;
    bool udp = false;
    Bytes bytes;
    std::string imei;  ///< whose login stands before it; empty: nobody's
    std::vector<std::string> must;
};

std::vector<Hostile> hostile_lines()
{
    std::vector<Hostile> out;
    std::ifstream file{CORDON_SHARED_DIR "/protocols/malformed.jsonl"};
    for (std::string text; std::getline(file, text);) {
        const auto line = nlohmann::json::parse(text);
        if (line["protocol"] != "teltonika") {
            continue;
        }
        Hostile hostile{.id = line["id"], .udp = line["transport"] == "udp"};
        hostile.bytes = from_hex(line["wire_hex"].get<std::string>()).value();
        if (line.contains("context")) {
            const Bytes login = from_hex(line["context"]["login_frame"].get<std::string>()).value();
            hostile.imei = std::string{as_text(ByteView{login}.subspan(2))};
        }
        hostile.must = line["expect"]["must"].get<std::vector<std::string>>();
        out.push_back(std::move(hostile));
    }
    return out;
}

bool has(const Hostile& hostile, const std::string& must)
{
    return std::ranges::count(hostile.must, must) > 0;
}

/// Sends it and gives what was answered to it, logins' answers left out.
std::string answer_to(IngestHouse& house, const Hostile& hostile)
{
    if (hostile.udp) {
        const TagSocket tag{TagSocket::Kind::udp, house.udp_port()};
        tag.send(hostile.bytes);
        tag.send(datagram(ann, 99));  // answered after it
        const std::string first = tag.read_datagram();
        return first == "0005cafe016301" ? "" : first;
    }
    const TcpTag tag{house};
    if (!hostile.imei.empty()) {
        EXPECT_EQ(tag.log_in(hostile.imei), "01");
    }
    tag.try_send(hostile.bytes);
    tag.try_send(Bytes{0x47});  // no frame begins so: the server hangs up once it has dealt with what came before
    tag.try_send(Bytes{0x47});
    return tag.read_to_end().value_or("");
}

TEST(IngestMalformed, each_hostile_frame_is_held_at_bay_and_others_go_on)
{
    const auto lines = hostile_lines();
    if (lines.empty()) {
        GTEST_SKIP() << "no shared vectors in " CORDON_SHARED_DIR;
    }
    for (const Hostile& hostile : lines) {
        IngestHouse house;
        house.registry.put({.id = {"352093086403655"}});  // the one their datagrams name
        if (!hostile.imei.empty()) {
            house.registry.put({.id = {hostile.imei}});
        }
        const TcpTag other{house, ben};
        const std::string answer = answer_to(house, hostile);

        const auto seen = house.intake.observations();
        const auto of_hostile = [](const model::Observation& o) { return o.device != DeviceId{ann}; };
        if (has(hostile, "no_position")) {
            EXPECT_TRUE(std::ranges::none_of(seen, [&](const auto& o) { return of_hostile(o) && o.position; }))
                << hostile.id;
        }
        if (has(hostile, "no_valid_position")) {
            EXPECT_TRUE(std::ranges::none_of(seen, [&](const auto& o) { return of_hostile(o) && o.valid; }))
                << hostile.id;
        }
        if (has(hostile, "no_positive_ack")) {
            EXPECT_TRUE(answer.empty() || answer == "00" || answer == "00000000") << hostile.id << " " << answer;
        }
        EXPECT_EQ(other.report(1), "00000001") << hostile.id;
    }
}

}  // namespace
}  // namespace cordon::test
