// SPDX-License-Identifier: Apache-2.0
#include "quarantine_codec.hpp"

#include "frame.hpp"
#include "packing.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace cordon::journal {

namespace {

constexpr std::uint8_t version = 1;
constexpr std::uint64_t salt = 0x454E4954'4E415551;  // "QUANTINE": its files are never recycled, so one will do

std::optional<port::QuarantinedBytes> unpack(ByteView payload)
{
    Unpacker in{payload};
    const bool known = in.fixed<std::uint8_t>() == version;
    port::QuarantinedBytes entry;
    entry.received = in.instant();
    entry.protocol = in.enumerator(model::Protocol::feeder);
    entry.peer = in.text();
    entry.reason = in.text();
    entry.bytes = in.blob();
    return known && in.whole() ? std::optional{std::move(entry)} : std::nullopt;
}

}  // namespace

void append_entry(const port::QuarantinedBytes& entry, std::uint64_t number, Bytes& out)
{
    const std::size_t start = out.size();
    out.resize(start + head_bytes);
    Packer packer{out};
    packer.fixed(version);
    packer.instant(entry.received);
    packer.enumerator(entry.protocol);
    packer.text(entry.peer);
    packer.text(entry.reason);
    packer.blob(ByteView{entry.bytes}.first(std::min(entry.bytes.size(), max_quarantined_bytes)));
    const std::size_t payload = out.size() - start - head_bytes;
    close_frame(out, start);
    seal_frame(std::span{out}.subspan(start), payload, number, 0, salt);
}

Entries read_entries(ByteView file)
{
    Entries found;
    for (;;) {
        const Look look = look_at_frame(file.subspan(found.end), salt);
        if (look.found != Found::whole) {
            return found;
        }
        auto entry = unpack(look.frame.payload);
        if (!entry) {
            return found;
        }
        found.entries.push_back(*std::move(entry));
        found.end += look.frame.size;
    }
}

}  // namespace cordon::journal
