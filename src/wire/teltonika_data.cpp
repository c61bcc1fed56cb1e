// SPDX-License-Identifier: Apache-2.0
#include "teltonika_avl.hpp"

#include <algorithm>
#include <utility>

namespace cordon::wire::teltonika {

namespace {

struct AvlData {
    std::vector<model::Observation> observations;
    std::uint8_t records = 0;
};

Result<AvlData, WireError> decode_data(ByteView data, const model::Device& device, UtcTime received)
{
    ByteReader in{data};
    CORDON_TRY(const auto id, in.u8());
    const auto codec = static_cast<Codec>(id);
    AvlData out;
    CORDON_TRY(out.records, in.u8());
    if (out.records == 0) {
        return refuse(WireError::count);
    }
    for (unsigned i = 0; i < out.records; ++i) {
        CORDON_TRY(const auto record,
                   codec == Codec::codec7 ? read_codec7_record(in, device) : read_record(in, codec, device));
        observe(record, device, received, out.observations);
    }
    CORDON_TRY(const auto again, in.u8());
    if (again != out.records) {
        return refuse(WireError::count);
    }
    if (in.left() != 0) {
        return refuse(WireError::trailing);
    }
    return out;
}

/// Messages hold no observation; they are checked to be what they say, and kept as they are.
Result<void, WireError> check_messages(ByteView data)
{
    ByteReader in{data};
    CORDON_CHECK(in.u8());
    CORDON_TRY(const auto count, in.u8());
    for (unsigned i = 0; i < count; ++i) {
        CORDON_CHECK(in.u8());
        CORDON_TRY(const auto size, in.u32());
        CORDON_CHECK(in.take(size));
    }
    CORDON_TRY(const auto again, in.u8());
    if (again != count) {
        return refuse(WireError::count);
    }
    if (in.left() != 0) {
        return refuse(WireError::trailing);
    }
    return done();
}

enum class Holds : std::uint8_t { records, messages };

Result<Holds, WireError> content_of(ByteView data)
{
    switch (data.empty() ? Codec{} : static_cast<Codec>(data.front())) {
        case Codec::codec7:
        case Codec::codec8:
        case Codec::codec8e:
        case Codec::codec16:
            return Holds::records;
        case Codec::codec12:
        case Codec::codec13:
        case Codec::codec14:
        case Codec::codec15:
            return Holds::messages;
    }
    return refuse(WireError::codec);
}

Outcome outcome_of(const AvlData& data) noexcept
{
    const bool placed = std::any_of(data.observations.begin(), data.observations.end(),
                                    [](const model::Observation& o) { return o.position.has_value(); });
    return placed ? Outcome::fix : Outcome::status;
}

}  // namespace

Result<ReadData, WireError> read_data(ByteView data, const model::Device& device, UtcTime received)
{
    CORDON_TRY(const auto holds, content_of(data));
    if (holds == Holds::messages) {
        CORDON_CHECK(check_messages(data));
        return ReadData{.decoded = {.outcome = Outcome::status}};
    }
    CORDON_TRY(auto avl, decode_data(data, device, received));
    const Outcome outcome = outcome_of(avl);
    return ReadData{.decoded = {.outcome = outcome, .observations = std::move(avl.observations)},
                    .records = avl.records};
}

}  // namespace cordon::wire::teltonika
