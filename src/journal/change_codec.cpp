// SPDX-License-Identifier: Apache-2.0
#include "change_codec.hpp"

#include "packing.hpp"

#include <cordon/core/ensure.hpp>

#include <optional>

namespace cordon::journal {

namespace {

/// 2: the device an episode is about. A feed of format 1 is cut at its first change and made again from the journal.
constexpr std::uint8_t version = 2;

constexpr auto last_kind = model::EpisodeKind::clock_fault;
constexpr auto last_state = model::EpisodeState::confirmed;
constexpr auto last_severity = model::Severity::info;
constexpr auto last_code = model::AlCode::al12;
constexpr auto last_change = model::Change::withdrawn;

enum Has : std::uint8_t {
    has_order = 1,
    has_condition = 2,
    has_code = 4,
    has_ended = 8,
    has_late = 16,
    has_device = 32,
    has_all = 63,
};

std::uint8_t what_it_has(const model::Episode& e)
{
    unsigned has = 0;
    has |= e.order ? static_cast<unsigned>(has_order) : 0U;
    has |= e.condition ? static_cast<unsigned>(has_condition) : 0U;
    has |= e.al_code ? static_cast<unsigned>(has_code) : 0U;
    has |= e.ended ? static_cast<unsigned>(has_ended) : 0U;
    has |= e.late ? static_cast<unsigned>(has_late) : 0U;
    has |= e.device ? static_cast<unsigned>(has_device) : 0U;
    return static_cast<std::uint8_t>(has);
}

void pack(Packer& out, const model::Evidence& evidence, UtcTime base)
{
    out.text(evidence.device.text);
    out.instant(evidence.fix_time, base);
    out.fixed(static_cast<std::uint32_t>(evidence.position.lat_e7()));
    out.fixed(static_cast<std::uint32_t>(evidence.position.lon_e7()));
    out.number(evidence.accuracy_m);
    out.zigzag(evidence.distance_mm);
}

constexpr std::size_t least_evidence = 12;

model::Evidence unpack_evidence(Unpacker& in, UtcTime base)
{
    model::Evidence evidence;
    evidence.device = {in.text()};
    evidence.fix_time = in.instant(base);
    const auto lat = static_cast<std::int32_t>(in.fixed<std::uint32_t>());
    const auto lon = static_cast<std::int32_t>(in.fixed<std::uint32_t>());
    if (const auto position = model::Position::from_e7(lat, lon)) {
        evidence.position = *position;
    } else {
        in.fail();
    }
    evidence.accuracy_m = in.number();
    evidence.distance_mm = in.zigzag();
    return evidence;
}

void pack(Packer& out, const model::Episode& e)
{
    ensure(e.kind <= last_kind && e.state <= last_state && e.severity <= last_severity && e.change <= last_change &&
               e.al_code.value_or(last_code) <= last_code,
           "the feed's format knows every kind, state, severity, change and code");
    out.fixed(what_it_has(e));
    out.text(e.id.text);
    if (e.order) {
        out.text(e.order->text);
    }
    if (e.condition) {
        out.text(e.condition->text);
    }
    if (e.device) {
        out.text(e.device->text);
    }
    out.enumerator(e.kind);
    out.enumerator(e.state);
    if (e.al_code) {
        out.enumerator(*e.al_code);
    }
    out.enumerator(e.severity);
    out.instant(e.started);
    if (e.ended) {
        out.instant(*e.ended, e.started);
    }
    out.instant(e.detected, e.started);
    out.varint(e.revision);
    out.enumerator(e.change);
    out.text(e.reason);
    out.varint(e.evidence.size());
    for (const model::Evidence& evidence : e.evidence) {
        pack(out, evidence, e.started);
    }
    out.varint(e.rule_version);
}

model::Episode unpack_episode(Unpacker& in)
{
    const auto bits = in.fixed<std::uint8_t>();
    const auto has = [bits](Has bit) { return (bits & bit) != 0; };
    if (bits > has_all) {
        in.fail();
    }
    model::Episode e;
    e.id = {in.text()};
    e.order = has(has_order) ? std::optional{OrderId{in.text()}} : std::nullopt;
    e.condition = has(has_condition) ? std::optional{ConditionId{in.text()}} : std::nullopt;
    e.device = has(has_device) ? std::optional{DeviceId{in.text()}} : std::nullopt;
    e.kind = in.enumerator(last_kind);
    e.state = in.enumerator(last_state);
    e.al_code = has(has_code) ? std::optional{in.enumerator(last_code)} : std::nullopt;
    e.severity = in.enumerator(last_severity);
    e.started = in.instant();
    e.ended = has(has_ended) ? std::optional{in.instant(e.started)} : std::nullopt;
    e.detected = in.instant(e.started);
    e.late = has(has_late);
    e.revision = in.narrow<std::uint32_t>();
    e.change = in.enumerator(last_change);
    e.reason = in.text();
    const std::size_t count = in.count(least_evidence);
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
        e.evidence.push_back(unpack_evidence(in, e.started));
    }
    e.rule_version = in.narrow<std::uint32_t>();
    return e;
}

model::StreamId unpack_stream_id(Unpacker& in)
{
    const Offset offset{in.varint()};
    return {.offset = offset, .index = in.narrow<std::uint32_t>()};
}

}  // namespace

void encode(const model::EpisodeChange& change, Bytes& out)
{
    Packer packer{out};
    packer.fixed(version);
    packer.varint(change.id.offset.value);
    packer.varint(change.id.index);
    pack(packer, change.episode);
}

Result<model::EpisodeChange> decode_change(ByteView bytes)
{
    Unpacker in{bytes};
    if (const auto found = in.fixed<std::uint8_t>(); found != version) {
        return refuse("the change has format " + std::to_string(found) + "; this release reads format 2");
    }
    model::EpisodeChange change;
    change.id = unpack_stream_id(in);
    change.episode = unpack_episode(in);
    if (!in.whole()) {
        return refuse("the change's bytes do not follow format 2");
    }
    return change;
}

std::optional<model::StreamId> decode_stream_id(ByteView bytes)
{
    Unpacker in{bytes};
    const bool known = in.fixed<std::uint8_t>() == version;
    const model::StreamId id = unpack_stream_id(in);
    return known && in.ok() ? std::optional{id} : std::nullopt;
}

}  // namespace cordon::journal
