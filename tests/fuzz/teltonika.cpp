// SPDX-License-Identifier: Apache-2.0
#include "crc16_arc.hpp"

#include <cordon/core/ensure.hpp>
#include <cordon/wire/teltonika.hpp>

#include <cstddef>
#include <cstdint>

namespace {

using namespace cordon;
using namespace cordon::wire;

const model::Device plain{.id = {"356000000000017"}};
const model::Device old{.id = {"356000000000017"},
                        .clock_offset_min = 60,
                        .io16_group = true,
                        .strap_input = model::StrapInput{.io = 1, .open = 0}};

void check(const Result<Decoded, WireError>& read)
{
    if (!read) {
        return;
    }
    for (const model::Observation& observation : read.value().observations) {
        ensure(!observation.valid || (observation.position && observation.fix_time), "a fix has a place and a time");
        ensure(observation.device == plain.id, "an observation is of the device that was asked for");
    }
}

/// As a stream, the way ingest cuts it.
void as_stream(ByteView bytes)
{
    const Dialect& dialect = teltonika::over_tcp();
    for (;;) {
        const Framing found = dialect.next_frame(bytes);
        if (found.kind == Framing::Kind::need_more || found.kind == Framing::Kind::broken) {
            return;
        }
        ensure(found.size > 0 && found.size <= bytes.size() && found.size <= max_frame_bytes,
               "a frame is within bounds");
        const ByteView frame = bytes.first(found.size);
        if (found.kind == Framing::Kind::frame) {
            (void)dialect.identify(frame);
            check(dialect.decode(frame, plain, UtcTime{}));
            check(dialect.decode(frame, old, UtcTime{}));
        }
        bytes = bytes.subspan(found.size);
    }
}

/// As what stands inside a packet, with the right envelope: the checksum hides nothing from the fuzzer.
void as_data(ByteView bytes)
{
    Bytes frame{0, 0, 0, 0};
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
        frame.push_back(static_cast<std::uint8_t>(bytes.size() >> shift));
    }
    frame.insert(frame.end(), bytes.begin(), bytes.end());
    const std::uint16_t crc = crc16_arc(bytes);
    for (const unsigned byte : {0U, 0U, unsigned{crc} >> 8U, unsigned{crc} & 0xFFU}) {
        frame.push_back(static_cast<std::uint8_t>(byte));
    }
    check(teltonika::over_tcp().decode(frame, plain, UtcTime{}));
    check(teltonika::over_tcp().decode(frame, old, UtcTime{}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const ByteView view{bytes, size};
    as_stream(view);
    as_data(view);
    (void)teltonika::over_udp().identify(view);
    check(teltonika::over_udp().decode(view, plain, UtcTime{}));
    (void)teltonika::read_datagram_answer(view);
    return 0;
}
