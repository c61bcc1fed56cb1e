// SPDX-License-Identifier: Apache-2.0
// One step of the rules: a fix in order against one order with ten zones of a hundred vertices, everything on (fix
// quality, copies, jump rule, schedules, approach, exclusion, crossing, inclusion, curfew, silence, binding,
// checkpoints, forgetting). Issue 3: 250 ns the aim, 1 µs at worst, and 24 KB a wearer with the last two hours of
// fixes.
#include <cordon/engine/engine.hpp>

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_ZERO_STATS
#define CALLGRIND_DUMP_STATS_AT(name)
#endif

namespace {

using namespace cordon;
using namespace std::chrono_literals;

constexpr int vertices = 100;

std::string number(double degrees)
{
    return std::to_string(std::round(degrees * 1e6) / 1e6);
}

struct Ground {
    double lat;
    double lon;
};

constexpr double metres_a_degree = 111'250.0;

/// Metres north of 51.5° and east of -0.2°.
Ground at(double east, double north)
{
    return {51.5 + north / metres_a_degree, -0.2 + east / metres_a_degree * 1.603};
}

/// A round zone with a wavy edge, `size` metres to each side.
std::string zone(double east, double north, double size)
{
    std::string text = R"({"type":"Polygon","coordinates":[[)";
    for (int i = 0; i <= vertices; ++i) {
        const double angle = 2.0 * std::numbers::pi * (i % vertices) / vertices;
        const double reach = size * (1.0 + 0.1 * std::sin(7.0 * angle));
        const Ground corner = at(east + reach * std::cos(angle), north + reach * std::sin(angle));
        text += std::string{i == 0 ? "" : ","} + "[" + number(corner.lon) + "," + number(corner.lat) + "]";
    }
    return text + "]]}";
}

std::string rule(const std::string& id, const std::string& type, const std::string& rest)
{
    return R"({"id":")" + id + R"(","type":")" + type + R"(",)" + rest + "}";
}

constexpr double home_east = 0.0;
constexpr double home_north = 11'000.0;

/// Eight exclusion zones of 200 m a kilometre apart along a parallel, each with an approach ring of 200 m and every
/// second in the day only; a town not to be left; and a home to be in at night, of 200 m or as wide as the town.
std::string order(const std::string& wearer, double home_size)
{
    std::string conditions;
    for (int i = 0; i < 8; ++i) {
        const std::string schedule =
            i % 2 == 0 ? ""
                       : R"(,"schedule":{"windows":[{"days":["mon","tue","wed","thu","fri","sat","sun"],)"
                         R"("start":"06:00","end":"22:30"}]})";
        conditions += rule("Z" + std::to_string(i), "exclusion_zone",
                           R"("buffer_m":200,"geometry":)" + zone(1000.0 * i, 0.0, 200.0) + schedule) +
                      ",";
    }
    conditions += rule("TOWN", "inclusion_zone", R"("geometry":)" + zone(3'500.0, 5'000.0, 20'000.0)) + ",";
    conditions += rule("HOME", "curfew",
                       R"("places":{"home":{"geometry":)" + zone(home_east, home_north, home_size) +
                           R"(}},"windows":[{"days":["mon","tue","wed","thu","fri","sat","sun"],"start":"19:00",)"
                           R"("end":"07:00","place":"home"}])");
    return R"({"id":"ORD-)" + wearer + R"(","type":"licence","time_zone":"Europe/London",)" +
           R"("starts":"2026-01-01T00:00:00Z","ends":null,"wearer":{"id":"W-)" + wearer +
           R"("},"activations":[{"device":")" + wearer +
           R"(","kind":"tag","from":"2026-01-01T00:00:00Z","to":null}],"conditions":[)" + conditions + "]}";
}

std::size_t allocated()
{
    const auto now = mallinfo2();
    return now.uordblks + now.hblkhd;
}

/// The engine with so many wearers, each with a fix a minute.
class Wearers {
public:
    explicit Wearers(int count, double home_size)
    {
        for (int i = 0; i < count; ++i) {
            const std::string tag = std::to_string(356'307'042'000'000 + i);
            apply({.at = now_, .body = model::OrderRecord{.json = order(tag, home_size), .by = {"bench"}}});
            model::FrameRecord frame{.device = {tag}, .observations = {model::Observation{.device = {tag}}}};
            frames_.push_back({.record = {.at = now_, .body = std::move(frame)}});
        }
    }

    void minute_passes() { now_ += 60s; }

    /// Returns how many changes were told.
    std::size_t fix(Ground place, std::size_t wearer = 0)
    {
        auto& frame = frames_[wearer];
        frame.offset.value = ++offset_;
        frame.record.at = now_;
        auto& observation = std::get<model::FrameRecord>(frame.record.body).observations.front();
        observation.fix_time = now_;
        observation.received = now_;
        observation.position = model::Position::from_degrees(place.lat, place.lon);
        observation.accuracy_m = 8;
        return engine_.apply(frame).size();
    }

private:
    void apply(const model::Record& record)
    {
        benchmark::DoNotOptimize(engine_.apply({.offset = {++offset_}, .record = record}));
    }

    engine::Engine engine_;
    UtcTime now_ = *parse_utc("2026-01-05T10:00:00Z");
    std::uint64_t offset_ = 0;
    std::vector<model::StampedRecord> frames_;
};

constexpr double home_only = 200.0;
constexpr double everywhere = 20'000.0;

/// One wearer on a way, for ever, after a week that gave the engine something to forget.
template <class Way>
void walk(benchmark::State& state, double home_size, const Way& way)
{
    Wearers wearers{1, home_size};
    auto step = [&, i = 0]() mutable {
        wearers.minute_passes();
        return wearers.fix(way(++i));
    };
    for (int i = 0; i < 11'000; ++i) {
        step();
    }
    std::size_t changes = 0;
    CALLGRIND_ZERO_STATS;
    for (auto _ : state) {
        changes += step();
    }
    CALLGRIND_DUMP_STATS_AT(std::to_string(state.iterations()).c_str());
    state.counters["changes"] = static_cast<double>(changes) / static_cast<double>(state.iterations());
}

/// To the end and back.
int there_and_back(int i, int steps)
{
    const int step = i % (2 * steps);
    return step < steps ? step : 2 * steps - step;
}

/// At home, far from all exclusion zones: nearly every fix there is.
void at_home(benchmark::State& state)
{
    walk(state, home_only, [](int i) { return at(home_east + i % 13, home_north + i % 7); });
}

/// Within the box of one zone's approach ring, and not within the ring.
void beside_one_zone(benchmark::State& state)
{
    walk(state, everywhere, [](int i) { return at(300.0 + i % 10, 300.0); });
}

/// Along the row of zones, near and in no box.
void along_all_zones(benchmark::State& state)
{
    walk(state, everywhere, [](int i) { return at(50.0 * there_and_back(i, 140), 450.0); });
}

/// On the boundary of one zone, which is within every circle: a possible that nothing confirms or ends.
void along_a_boundary(benchmark::State& state)
{
    walk(state, everywhere, [](int i) {
        const double angle = 0.02 * i;
        const double reach = 200.0 * (1.0 + 0.1 * std::sin(7.0 * angle)) + i % 9 - 4;
        return at(reach * std::cos(angle), reach * std::sin(angle));
    });
}

/// Ten minutes in a zone, ten minutes out of it and of its ring.
void in_and_out(benchmark::State& state)
{
    walk(state, everywhere, [](int i) { return at(0.0, i % 20 < 10 ? 50.0 + i % 20 : 500.0 + i % 20); });
}

/// Straight through the row of zones, 100 m a minute: approaches, entries, confirmations, ends, evidence.
void through_all_zones(benchmark::State& state)
{
    walk(state, everywhere, [](int i) { return at(-700.0 + 100.0 * there_and_back(i, 85), 0.0); });
}

/// Every wearer in turn, as they come: what is not in the processor's caches costs more than the rules.
void many_wearers(benchmark::State& state)
{
    constexpr std::size_t count = 1'000;
    Wearers wearers{count, home_only};
    std::size_t wearer = 0;
    for (auto _ : state) {
        if (wearer == 0) {
            wearers.minute_passes();
        }
        benchmark::DoNotOptimize(wearers.fix(at(home_east + static_cast<double>(wearer % 13), home_north), wearer));
        wearer = (wearer + 1) % count;
    }
}

/// What the engine holds of a wearer after two hours.
void memory(benchmark::State& state)
{
    constexpr std::size_t count = 1'000;
    for (auto _ : state) {
        const auto before = allocated();
        Wearers wearers{count, home_only};
        const auto ordered = allocated();
        for (int i = 0; i < 120; ++i) {
            wearers.minute_passes();
            for (std::size_t wearer = 0; wearer < count; ++wearer) {
                wearers.fix(at(home_east + i % 13, home_north + i % 7), wearer);
            }
        }
        state.counters["bytes_of_order"] = static_cast<double>((ordered - before) / count);
        state.counters["bytes_of_fixes"] = static_cast<double>((allocated() - ordered) / count);
    }
}

BENCHMARK(at_home);
BENCHMARK(beside_one_zone);
BENCHMARK(along_all_zones);
BENCHMARK(along_a_boundary);
BENCHMARK(in_and_out);
BENCHMARK(through_all_zones);
BENCHMARK(many_wearers);
BENCHMARK(memory)->Iterations(1);

}  // namespace
