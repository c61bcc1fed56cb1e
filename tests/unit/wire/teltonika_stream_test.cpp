// SPDX-License-Identifier: Apache-2.0
#include "frame_file.hpp"

#include <cordon/wire/teltonika.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace cordon::wire {
namespace {

using test::frame;

/// What a reader of a stream does: keeps what has come, cuts off what is whole.
class StreamReader {
public:
    void feed(ByteView bytes)
    {
        kept_.insert(kept_.end(), bytes.begin(), bytes.end());
        for (;;) {
            const Framing found = teltonika::over_tcp().next_frame(kept_);
            if (found.kind == Framing::Kind::broken) {
                broken = true;
                return;
            }
            if (found.kind == Framing::Kind::need_more) {
                return;
            }
            const auto end = kept_.begin() + static_cast<std::ptrdiff_t>(found.size);
            if (found.kind == Framing::Kind::frame) {
                frames.emplace_back(kept_.begin(), end);
            }
            kept_.erase(kept_.begin(), end);
        }
    }

    std::vector<Bytes> frames;
    bool broken = false;

private:
    Bytes kept_;
};

std::vector<Bytes> own_frames()
{
    std::vector<Bytes> frames;
    for (const char* name : {"teltonika_login", "teltonika_codec8_fix", "teltonika_codec8e_strap_opened_indoors",
                             "teltonika_codec16_unplugged", "teltonika_codec7_sos_without_place",
                             "teltonika_codec8_backlog_newest_first", "teltonika_codec12_answer"}) {
        frames.push_back(frame(name));
    }
    return frames;
}

/// The Teltonika frames of the shared vectors that a socket could carry; empty where they are not beside the checkout.
std::vector<Bytes> shared_frames()
{
    std::vector<Bytes> frames;
    std::ifstream file{CORDON_SHARED_DIR "/protocols/visible.jsonl"};
    for (std::string line; std::getline(file, line);) {
        const auto vector = nlohmann::json::parse(line);
        const bool streams = vector["protocol"] == "teltonika" && vector["transport"] == "tcp" &&
                             !(vector.contains("wire_hex") && vector["wire_hex"].is_null()) &&
                             vector["frame_hex"] != "ff";
        if (streams) {
            frames.push_back(from_hex(vector["frame_hex"].get<std::string>()).value());
        }
    }
    return frames;
}

void expect_the_same_however_split(const std::vector<Bytes>& frames)
{
    for (const Bytes& one : frames) {
        for (std::size_t split = 0; split <= one.size(); ++split) {
            StreamReader reader;
            reader.feed(ByteView{one}.first(split));
            reader.feed(ByteView{one}.subspan(split));
            ASSERT_EQ(reader.frames, std::vector<Bytes>{one}) << "split at " << split;
        }
    }
}

void expect_the_same_in_pairs_and_byte_by_byte(const std::vector<Bytes>& frames)
{
    StreamReader slow;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        Bytes pair = frames[i];
        const Bytes& second = frames[(i + 1) % frames.size()];
        pair.insert(pair.end(), second.begin(), second.end());
        StreamReader reader;
        reader.feed(pair);
        ASSERT_EQ(reader.frames, (std::vector<Bytes>{frames[i], second}));
        for (const std::uint8_t byte : frames[i]) {
            slow.feed({&byte, 1});
        }
    }
    EXPECT_EQ(slow.frames, frames);
}

TEST(TeltonikaStream, a_frame_is_the_same_wherever_it_is_split)
{
    expect_the_same_however_split(own_frames());
}

TEST(TeltonikaStream, frames_are_the_same_in_pairs_and_byte_by_byte)
{
    expect_the_same_in_pairs_and_byte_by_byte(own_frames());
}

TEST(TeltonikaStream, the_shared_vectors_are_the_same_split_joined_and_byte_by_byte)
{
    const auto frames = shared_frames();
    if (frames.empty()) {
        GTEST_SKIP() << "no shared vectors in " CORDON_SHARED_DIR;
    }
    expect_the_same_however_split(frames);
    expect_the_same_in_pairs_and_byte_by_byte(frames);
}

TEST(TeltonikaStream, pings_before_between_and_after_frames_are_swallowed)
{
    StreamReader reader;
    const Bytes ping{0xFF};
    reader.feed(ping);
    reader.feed(frame("teltonika_login"));
    reader.feed(ping);
    reader.feed(ping);
    reader.feed(frame("teltonika_codec8_fix"));
    reader.feed(ping);

    EXPECT_EQ(reader.frames, (std::vector<Bytes>{frame("teltonika_login"), frame("teltonika_codec8_fix")}));
    EXPECT_FALSE(reader.broken);
}

struct Hostile {
    const char* what;
    const char* hex;
    WireError why;
};

TEST(TeltonikaStream, what_can_never_be_a_frame_is_refused_before_it_is_waited_for)
{
    const std::vector<Hostile> cases{{"a web request", "4745", WireError::preamble},
                                     {"a TLS hello", "1603", WireError::preamble},
                                     {"a preamble with a bit set", "00000001", WireError::preamble},
                                     {"a preamble with its third byte set", "000001", WireError::preamble},
                                     {"4 GiB announced", "00000000ffffffff", WireError::oversize},
                                     {"2 GiB announced", "000000007fffffff", WireError::oversize},
                                     {"one byte more than the cap", "0000000000003ff5", WireError::oversize},
                                     {"nothing inside", "0000000000000000", WireError::length},
                                     {"too little inside", "0000000000000002", WireError::length}};
    for (const Hostile& hostile : cases) {
        const Framing found = teltonika::over_tcp().next_frame(from_hex(hostile.hex).value());
        EXPECT_EQ(found.kind, Framing::Kind::broken) << hostile.what;
        EXPECT_EQ(found.error, hostile.why) << hostile.what;
    }
}

TEST(TeltonikaStream, the_largest_frame_is_16_kib)
{
    const Bytes head = from_hex("0000000000003ff4").value();
    Bytes whole = head;
    whole.resize(max_frame_bytes);

    EXPECT_EQ(teltonika::over_tcp().next_frame(head).kind, Framing::Kind::need_more);
    EXPECT_EQ(teltonika::over_tcp().next_frame(whole).size, max_frame_bytes);
}

}  // namespace
}  // namespace cordon::wire
