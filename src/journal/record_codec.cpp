// SPDX-License-Identifier: Apache-2.0
#include "observation_codec.hpp"
#include "packing.hpp"

#include <cordon/core/ensure.hpp>
#include <cordon/journal/record_codec.hpp>

#include <type_traits>
#include <utility>
#include <variant>

namespace cordon::journal {

namespace {

constexpr std::uint8_t version = 1;

// The numbers on disk. They do not follow the order of the variant or move when it grows.
enum class Kind : std::uint8_t { frame = 1, tick = 2, order = 3, device = 4, token = 5, action = 6, start = 7 };

constexpr auto last_protocol = model::Protocol::feeder;

void pack(Packer& out, const model::FrameRecord& frame)
{
    ensure(frame.protocol <= last_protocol, "the journal's format knows every protocol");
    out.text(frame.device.text);
    out.enumerator(frame.protocol);
    out.text(frame.peer);
    out.instant(frame.received);
    out.blob(frame.raw);
    out.varint(frame.observations.size());
    for (const model::Observation& observation : frame.observations) {
        pack_observation(out, observation, frame);
    }
}

void pack(Packer& /*out*/, const model::TickRecord& /*tick*/) {}

void pack(Packer& out, const model::OrderRecord& order)
{
    out.text(order.json);
    out.text(order.by.text);
}

void pack(Packer& out, const model::DeviceRecord& device)
{
    out.text(device.json);
    out.text(device.by.text);
}

void pack(Packer& out, const model::TokenRecord& token)
{
    out.text(token.id);
    out.text(token.name);
    out.text(token.role);
    out.text(token.sha256);
    out.fixed(static_cast<std::uint8_t>((token.expires ? 1U : 0U) | (token.revoked ? 2U : 0U)));
    if (token.expires) {
        out.instant(*token.expires);
    }
    out.text(token.by.text);
}

void pack(Packer& out, const model::ActionRecord& action)
{
    out.text(action.incident.text);
    out.text(action.what);
    out.text(action.detail);
    out.text(action.by.text);
}

void pack(Packer& out, const model::StartRecord& start)
{
    out.text(start.version);
}

model::FrameRecord unpack_frame(Unpacker& in)
{
    model::FrameRecord frame;
    frame.device = {in.text()};
    frame.protocol = in.enumerator(last_protocol);
    frame.peer = in.text();
    frame.received = in.instant();
    frame.raw = in.blob();
    const std::size_t count = in.count(least_observation_bytes);
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
        frame.observations.push_back(unpack_observation(in, frame));
    }
    return frame;
}

model::TokenRecord unpack_token(Unpacker& in)
{
    model::TokenRecord token;
    token.id = in.text();
    token.name = in.text();
    token.role = in.text();
    token.sha256 = in.text();
    const auto flags = in.fixed<std::uint8_t>();
    if (flags > 3) {
        in.fail();
    }
    token.expires = (flags & 1U) != 0 ? std::optional{in.instant()} : std::nullopt;
    token.revoked = (flags & 2U) != 0;
    token.by = {in.text()};
    return token;
}

model::ActionRecord unpack_action(Unpacker& in)
{
    model::ActionRecord action;
    action.incident = {in.text()};
    action.what = in.text();
    action.detail = in.text();
    action.by = {in.text()};
    return action;
}

template <class Versioned>
Versioned unpack_versioned(Unpacker& in)
{
    Versioned record;
    record.json = in.text();
    record.by = {in.text()};
    return record;
}

model::Body unpack_body(Unpacker& in, Kind kind)
{
    switch (kind) {
        case Kind::frame:
            return unpack_frame(in);
        case Kind::tick:
            return model::TickRecord{};
        case Kind::order:
            return unpack_versioned<model::OrderRecord>(in);
        case Kind::device:
            return unpack_versioned<model::DeviceRecord>(in);
        case Kind::token:
            return unpack_token(in);
        case Kind::action:
            return unpack_action(in);
        case Kind::start:
            return model::StartRecord{.version = in.text()};
    }
    in.fail();
    return model::TickRecord{};
}

constexpr Kind kind_of(const model::FrameRecord&)
{
    return Kind::frame;
}

constexpr Kind kind_of(const model::TickRecord&)
{
    return Kind::tick;
}

constexpr Kind kind_of(const model::OrderRecord&)
{
    return Kind::order;
}

constexpr Kind kind_of(const model::DeviceRecord&)
{
    return Kind::device;
}

constexpr Kind kind_of(const model::TokenRecord&)
{
    return Kind::token;
}

constexpr Kind kind_of(const model::ActionRecord&)
{
    return Kind::action;
}

constexpr Kind kind_of(const model::StartRecord&)
{
    return Kind::start;
}

}  // namespace

void encode(const model::Record& record, Bytes& out)
{
    Packer packer{out};
    packer.fixed(version);
    std::visit(
        [&](const auto& body) {
            packer.enumerator(kind_of(body));
            packer.instant(record.at);
            pack(packer, body);
        },
        record.body);
}

Result<model::Record> decode(ByteView bytes)
{
    Unpacker in{bytes};
    if (const auto found = in.fixed<std::uint8_t>(); found != version) {
        return refuse("the record has format " + std::to_string(found) + "; this release reads format 1");
    }
    const auto kind = static_cast<Kind>(in.fixed<std::uint8_t>());
    model::Record record;
    record.at = in.instant();
    record.body = unpack_body(in, kind);
    if (!in.whole()) {
        return refuse("the record's bytes do not follow format 1");
    }
    return record;
}

}  // namespace cordon::journal
