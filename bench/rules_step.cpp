// SPDX-License-Identifier: Apache-2.0
// One step of the rules: a fix in order against one order with ten zones of a hundred vertices, everything on (jump
// rule, copies, approach, exclusion, crossing, checkpoints, forgetting). design.md: 1 µs at first, 250 ns the aim.
#include <cordon/engine/engine.hpp>

#include <benchmark/benchmark.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>

namespace {

using namespace cordon;
using namespace std::chrono_literals;

constexpr int zones = 10;
constexpr int vertices = 100;
constexpr const char* tag = "356307042441013";

std::string number(double degrees)
{
    return std::to_string(std::round(degrees * 1e6) / 1e6);
}

/// A round zone of about 200 m with a wavy edge.
std::string ring(double lat, double lon)
{
    std::string text = "[[";
    for (int i = 0; i <= vertices; ++i) {
        const double angle = 2.0 * std::numbers::pi * (i % vertices) / vertices;
        const double size = 0.0018 * (1.0 + 0.1 * std::sin(7.0 * angle));
        text += std::string{i == 0 ? "" : ","} + "[" + number(lon + 1.6 * size * std::cos(angle)) + "," +
                number(lat + size * std::sin(angle)) + "]";
    }
    return text + "]]";
}

/// Ten zones a kilometre apart along a parallel, each with an approach ring of 200 m.
std::string order()
{
    std::string conditions;
    for (int i = 0; i < zones; ++i) {
        conditions += std::string{i == 0 ? "" : ","} + R"({"id":"Z)" + std::to_string(i) +
                      R"(","type":"exclusion_zone","buffer_m":200,"geometry":{"type":"Polygon","coordinates":)" +
                      ring(51.5, -0.2 + 0.0144 * i) + "}}";
    }
    return R"({"id":"ORD-1","type":"licence","time_zone":"Europe/London","starts":"2026-01-01T00:00:00Z",)"
           R"("ends":null,"wearer":{"id":"W-1"},"activations":[{"device":")" +
           std::string{tag} + R"(","kind":"tag","from":"2026-01-01T00:00:00Z","to":null}],"conditions":[)" +
           conditions + "]}";
}

/// A wearer with a fix a minute.
class Walk {
public:
    Walk()
    {
        const auto told = engine_.apply(
            {.offset = {1}, .record = {.at = now_, .body = model::OrderRecord{.json = order(), .by = {"bench"}}}});
        benchmark::DoNotOptimize(told);
        record_.record.body =
            model::FrameRecord{.device = {tag}, .observations = {model::Observation{.device = {tag}}}};
    }

    std::size_t fix(double lat, double lon)
    {
        now_ += 60s;
        record_.offset.value = ++offset_;
        record_.record.at = now_;
        auto& observation = std::get<model::FrameRecord>(record_.record.body).observations.front();
        observation.fix_time = now_;
        observation.received = now_;
        observation.position = model::Position::from_degrees(lat, lon);
        observation.accuracy_m = 8;
        return engine_.apply(record_).size();
    }

private:
    engine::Engine engine_;
    UtcTime now_ = *parse_utc("2026-01-05T10:00:00Z");
    std::uint64_t offset_ = 1;
    model::StampedRecord record_;
};

void fill(Walk& walk)
{
    for (int i = 0; i < 10'000; ++i) {  // a week of fixes, so that there is something to forget
        walk.fix(51.6, -0.2 + 1e-5 * (i % 100));
    }
}

/// At home, far from all zones: nearly every fix there is.
void far_from_all_zones(benchmark::State& state)
{
    Walk walk;
    fill(walk);
    std::size_t changes = 0;
    int i = 0;
    for (auto _ : state) {
        changes += walk.fix(51.6, -0.2 + 1e-5 * (++i % 100));
    }
    state.counters["changes"] = static_cast<double>(changes);
}

/// Within the box of one zone's approach ring, and not within the ring: the distance is worked out each time.
void beside_one_zone(benchmark::State& state)
{
    Walk walk;
    fill(walk);
    std::size_t changes = 0;
    int i = 0;
    for (auto _ : state) {
        changes += walk.fix(51.5 + 0.0031, -0.2 + 0.0041 + 1e-6 * (++i % 10));
    }
    state.counters["changes"] = static_cast<double>(changes);
}

/// Along the row of zones 300 m north of their edges, in no ring, a box at a time.
void along_all_zones(benchmark::State& state)
{
    Walk walk;
    fill(walk);
    std::size_t changes = 0;
    int i = 0;
    for (auto _ : state) {
        const int step = ++i % 200;
        changes += walk.fix(51.5 + 0.0037, -0.2 + 0.00072 * (step < 100 ? step : 200 - step));
    }
    state.counters["changes"] = static_cast<double>(changes);
}

/// Straight through the row of zones: approaches, entries, confirmations, ends, evidence.
void through_all_zones(benchmark::State& state)
{
    Walk walk;
    fill(walk);
    std::size_t changes = 0;
    int i = 0;
    for (auto _ : state) {
        const int step = ++i % 200;
        changes += walk.fix(51.5, -0.21 + 0.0015 * (step < 100 ? step : 200 - step));
    }
    state.counters["changes"] = static_cast<double>(changes);
}

BENCHMARK(far_from_all_zones);
BENCHMARK(beside_one_zone);
BENCHMARK(along_all_zones);
BENCHMARK(through_all_zones);

}  // namespace
