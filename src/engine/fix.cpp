// SPDX-License-Identifier: Apache-2.0
#include "fix.hpp"

#include <cordon/geo/distance.hpp>

#include <algorithm>
#include <bit>
#include <chrono>
#include <optional>
#include <tuple>

namespace cordon::engine {

namespace {

using namespace std::chrono_literals;

constexpr Millis rollover = 24h * 7 * 1024;
constexpr Millis rollover_margin = 24h * 90;

/// More than the way round the earth: no circle needs more, and millimetres of it fit any integer.
constexpr double widest_circle_m = 1e8;

/// FNV-1a over whole words: not for enemies, who could only hide a fix behind another that is the same for every rule.
class Hash {
public:
    void add(std::uint64_t word) noexcept { value_ = (value_ ^ (word + 1)) * 1'099'511'628'211U + (value_ >> 29U); }

    void add(const std::optional<double>& number) noexcept
    {
        add(number ? std::bit_cast<std::uint64_t>(*number) : absent);
    }

    template <class Whole>
    void add_whole(const std::optional<Whole>& number) noexcept
    {
        add(number ? static_cast<std::uint64_t>(*number) : absent);
    }

    [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

private:
    static constexpr std::uint64_t absent = 0x7ff8'dead'0000'0001U;
    std::uint64_t value_ = 14'695'981'039'346'656'037U;
};

std::uint64_t content_of(const model::Observation& o) noexcept
{
    Hash hash;
    hash.add(o.fix_time ? static_cast<std::uint64_t>(to_millis(*o.fix_time)) : ~std::uint64_t{0});
    hash.add(o.accuracy_m);
    hash.add(o.speed_kmh);
    hash.add(o.heading_deg);
    hash.add(o.altitude_m);
    hash.add_whole(o.satellites);
    hash.add(o.hdop);
    hash.add_whole(o.battery_pct);
    hash.add_whole(o.event);
    return hash.value();
}

auto key(const Fix& f) noexcept
{
    return std::tuple{f.at, f.mechanism, f.accuracy_m, f.position.lat_e7(), f.position.lon_e7(), f.device, f.content};
}

}  // namespace

bool before(const Fix& a, const Fix& b) noexcept
{
    return a.at != b.at ? a.at < b.at : key(a) < key(b);
}

bool copies(const Fix& a, const Fix& b) noexcept
{
    return a.content == b.content && a.device == b.device && a.position == b.position && a.mechanism == b.mechanism &&
           a.accuracy_m == b.accuracy_m && a.unclocked == b.unclocked && (a.unclocked || a.at == b.at);
}

UtcTime corrected_time(const model::Observation& observation) noexcept
{
    if (!observation.fix_time) {
        return observation.received;
    }
    const Millis behind = observation.received - *observation.fix_time;
    const auto periods = (behind + rollover / 2) / rollover;
    const Millis rest = behind - periods * rollover;
    if (behind > rollover / 2 && rest >= -rollover_margin && rest <= rollover_margin) {
        return *observation.fix_time + periods * rollover;
    }
    return *observation.fix_time;
}

double accuracy_of(const model::Observation& observation) noexcept
{
    if (observation.accuracy_m && *observation.accuracy_m > 0.0) {
        return std::min(*observation.accuracy_m, widest_circle_m);
    }
    if (observation.hdop && *observation.hdop > 0.0) {
        return std::min(*observation.hdop * 7.5, widest_circle_m);
    }
    switch (observation.mechanism) {
        case model::Mechanism::gnss:
            return 15.0;
        case model::Mechanism::wifi:
            return 60.0;
        case model::Mechanism::rf:
            return 50.0;
        case model::Mechanism::lbs:
            break;
    }
    return 800.0;
}

Fix fix_of(const model::Observation& observation, DeviceNumber device, UtcTime log) noexcept
{
    return {.at = corrected_time(observation),
            .received = observation.received,
            .log = log,
            .position = observation.position.value_or(model::Position{}),
            .accuracy_m = accuracy_of(observation),
            .content = content_of(observation),
            .device = device,
            .mechanism = observation.mechanism,
            .unclocked = !observation.fix_time};
}

std::int64_t apart_mm(const Fix& a, const Fix& b) noexcept
{
    return to_millimetres(geo::ground_distance(a.position, b.position));
}

bool feasible(const Fix& a, const Fix& b, double max_speed_mps) noexcept
{
    const double span_ms = static_cast<double>((b.at - a.at).count());
    const double allowed_mm = max_speed_mps * std::max(span_ms, 0.0);  // m/s × ms is mm
    const auto circles_mm = a.accuracy_mm() + b.accuracy_mm();
    const double at_most = geo::no_farther_than(a.position, b.position).value * 1000.0 + 1.0;
    if (at_most <= allowed_mm + static_cast<double>(circles_mm)) {
        return true;
    }
    const auto beyond = apart_mm(a, b) - circles_mm;
    return beyond <= 0 || static_cast<double>(beyond) <= allowed_mm;
}

}  // namespace cordon::engine
