// SPDX-License-Identifier: Apache-2.0
#include "observation_fields.hpp"

#include <fmt/format.h>

#include <bit>
#include <string_view>

namespace cordon::store {

namespace {

class Fnv1a {
public:
    void bytes(std::string_view text) noexcept
    {
        for (const char c : text) {
            hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
        }
    }

    void number(std::uint64_t value) noexcept
    {
        for (unsigned shift = 0; shift < 64; shift += 8) {
            hash_ = (hash_ ^ (value >> shift & 0xffU)) * 0x100000001b3ULL;
        }
    }

    /// Absent is not zero.
    template <class Value, class AsNumber>
    void optional(const std::optional<Value>& value, AsNumber as_number) noexcept
    {
        number(value ? 1 : 0);
        if (value) {
            number(as_number(*value));
        }
    }

    void real(const std::optional<double>& value) noexcept
    {
        optional(value, [](double d) { return std::bit_cast<std::uint64_t>(d + 0.0); });  // -0 is 0
    }

    [[nodiscard]] std::int64_t value() const noexcept { return std::bit_cast<std::int64_t>(hash_); }

private:
    std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

std::uint64_t bits_of(model::Position position) noexcept
{
    return std::uint64_t{std::bit_cast<std::uint32_t>(position.lat_e7())} << 32U |
           std::bit_cast<std::uint32_t>(position.lon_e7());
}

void append_hex(std::string& out, std::uint64_t value)
{
    for (unsigned shift = 0; shift < 64; shift += 8) {
        fmt::format_to(std::back_inserter(out), "{:02x}", value >> shift & 0xffU);
    }
}

/// A little-endian extended well-known binary point, hexadecimal: what PostGIS reads fastest. It wants longitude first.
std::string point_text(model::Position position)
{
    std::string out = "0101000020e6100000";
    append_hex(out, std::bit_cast<std::uint64_t>(position.lon()));
    append_hex(out, std::bit_cast<std::uint64_t>(position.lat()));
    return out;
}

/// Years 1970 to 9999 as every program writes them. Any other instant is no reading of a clock; the database refuses
/// its text, and the row is set aside.
std::string time_text(UtcTime at)
{
    constexpr UtcTime last = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31};
    return at >= UtcTime{} && at <= last ? to_rfc3339(at) : fmt::format("{} ms after 1970", to_millis(at));
}

template <class Value>
std::optional<std::string> number_text(const std::optional<Value>& value)
{
    return value ? std::optional{fmt::format("{}", *value)} : std::nullopt;
}

}  // namespace

std::int64_t content_hash(const model::Observation& observation)
{
    const auto whole = [](auto value) { return static_cast<std::uint64_t>(value); };
    Fnv1a hash;
    hash.optional(observation.fix_time, [](UtcTime at) { return static_cast<std::uint64_t>(to_millis(at)); });
    hash.number(observation.valid ? 1 : 0);
    hash.optional(observation.position, bits_of);
    hash.real(observation.accuracy_m);
    hash.bytes(to_string(observation.mechanism));
    hash.real(observation.speed_kmh);
    hash.real(observation.heading_deg);
    hash.real(observation.altitude_m);
    hash.optional(observation.satellites, whole);
    hash.real(observation.hdop);
    hash.optional(observation.battery_pct, whole);
    hash.number(observation.event ? 1 : 0);
    if (observation.event) {
        hash.bytes(to_string(*observation.event));
    }
    return hash.value();
}

Fields fields_of(const ObservationRow& row)
{
    const model::Observation& seen = row.observation;
    Fields out;
    std::size_t next = 0;
    const auto put = [&out, &next](std::optional<std::string> field) { out.at(next++) = std::move(field); };
    const auto yes_or_no = [](bool value) { return std::string{value ? "t" : "f"}; };
    put(seen.device.text);
    put(time_text(row.at));
    put(std::to_string(content_hash(seen)));
    put(seen.fix_time ? std::optional{time_text(*seen.fix_time)} : std::nullopt);
    put(time_text(seen.received));
    put(std::to_string(row.offset.value));
    put(std::to_string(row.item));
    put(row.bearer ? std::optional{row.bearer->order.text} : std::nullopt);
    put(row.bearer ? std::optional{row.bearer->wearer.text} : std::nullopt);
    put(row.bearer ? std::optional<std::string>{row.bearer->party == model::Party::tag ? "tag" : "protected"}
                   : std::nullopt);
    put(yes_or_no(seen.valid));
    put(seen.position ? std::optional{point_text(*seen.position)} : std::nullopt);
    put(number_text(seen.accuracy_m));
    put(std::string{to_string(seen.mechanism)});
    put(number_text(seen.speed_kmh));
    put(number_text(seen.heading_deg));
    put(number_text(seen.altitude_m));
    put(number_text(seen.satellites));
    put(number_text(seen.hdop));
    put(number_text(seen.battery_pct));
    put(seen.event ? std::optional<std::string>{to_string(*seen.event)} : std::nullopt);
    put(yes_or_no(row.time_suspect));
    return out;
}

}  // namespace cordon::store
