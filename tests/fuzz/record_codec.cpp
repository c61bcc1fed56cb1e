// SPDX-License-Identifier: Apache-2.0
#include "change_codec.hpp"
#include "quarantine_codec.hpp"
#include "scan.hpp"

#include <cordon/core/ensure.hpp>
#include <cordon/journal/record_codec.hpp>

#include <cstddef>
#include <cstdint>

// Whatever stands on a disk: it is read or refused, never more; what is read means the same when it is written again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace cordon;

    const ByteView bytes{data, size};
    if (const auto record = journal::decode(bytes); record.has_value()) {
        Bytes written;
        journal::encode(record.value(), written);
        const auto again = journal::decode(written);
        ensure(again.has_value(), "a record that was written is read");
        Bytes rewritten;
        journal::encode(again.value(), rewritten);
        ensure(rewritten == written, "a record is written the same each time");
    }
    if (const auto change = journal::decode_change(bytes); change.has_value()) {
        Bytes written;
        journal::encode(change.value(), written);
        ensure(journal::decode_change(written).has_value(), "a change that was written is read");
    }
    (void)journal::read_entries(bytes);

    // As a newest segment whose header is right: the frames' bytes are the input.
    const journal::SegmentHeader header{.first = 1, .salt = 7, .bytes = journal::header_bytes + size};
    Bytes segment(journal::header_bytes);
    segment.insert(segment.end(), bytes.begin(), bytes.end());
    const journal::Scan scan = journal::scan_segment(segment, header);
    ensure(scan.end <= segment.size() && scan.tail_end <= segment.size(), "a scan ends within its segment");
    return 0;
}
