// SPDX-License-Identifier: Apache-2.0
#include "json_reader.hpp"

#include <cordon/sim/scenario.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace cordon::sim {

namespace {

/// A scenario of ten thousand written parts is about this large; more is a mistake.
constexpr std::size_t largest_file = 4U << 20U;

constexpr double a_day_s = 86400;
constexpr double a_week_s = 7 * a_day_s;

Sky sky_named(const std::string& name)
{
    if (name == "open") {
        return Sky::open;
    }
    return name == "street" ? Sky::street : Sky::indoors;
}

Sky read_sky(ObjectReader& in)
{
    return sky_named(in.choice("sky", {"open", "street", "indoors"}, "open"));
}

SkyFigures read_sky_figures(ObjectReader in)
{
    const SkyFigures figures{.sigma_m = in.number("sigma_m", 0, 500),
                             .correlation_s = in.number("correlation_s", 1, 3600),
                             .no_fix_share = in.number("no_fix_share", 0, 0.95, 0),
                             .too_good_share = in.number("too_good_share", 0, 0.95, 0),
                             .too_good_by = in.number("too_good_by", 1, 20, 1)};
    in.refuse_others();
    return figures;
}

NoiseFigures read_noise(ObjectReader in)
{
    NoiseFigures noise;
    noise.sky = {read_sky_figures(in.object("open")), read_sky_figures(in.object("street")),
                 read_sky_figures(in.object("indoors"))};
    noise.jumps_per_hour = in.number("jumps_per_hour", 0, 600);
    std::tie(noise.jump_from_m, noise.jump_to_m) = in.range("jump_m", 0, 5000);
    if (in.has("jump_s")) {
        std::tie(noise.jump_from_s, noise.jump_to_s) = in.range("jump_s", 0, 3600);
    }
    noise.cell_every_s = in.number("cell_every_s", 0, 3600, 0);
    in.refuse_others();
    return noise;
}

FaultFigures read_faults(ObjectReader in)
{
    FaultFigures faults;
    faults.udp_share = in.number("udp_share", 0, 1);
    faults.newest_first_share = in.number("newest_first_share", 0, 1);
    faults.lost_ack = in.number("lost_ack", 0, 0.9);
    faults.split_write = in.number("split_write", 0, 1);
    faults.ping = in.number("ping", 0, 1);
    faults.outages_per_hour = in.number("outages_per_hour", 0, 60);
    std::tie(faults.outage_from_s, faults.outage_to_s) = in.range("outage_s", 1, a_day_s);
    in.refuse_others();
    return faults;
}

Borough read_borough(ObjectReader in)
{
    Borough borough{
        .name = in.text("name"), .centre = in.position("centre"), .radius_m = in.number("radius_m", 50, 20000)};
    in.refuse_others();
    return borough;
}

Programme read_programme(ObjectReader in)
{
    Programme programme{.name = in.text("name")};
    const auto type =
        in.choice("order_type", {"licence", "community_order", "suspended_sentence", "bail", "dapo", "civil"});
    programme.order_type = model::order_type_named(type).value_or(model::OrderType::licence);
    programme.weight = in.number("weight", 0.001, 1000, 1);
    in.refuse_others();
    return programme;
}

TagScript read_tag(ObjectReader in)
{
    TagScript tag{.report = in.seconds("report_s", 1, 3600),
                  .phase = in.seconds("phase_s", 0, 3600, 0),
                  .udp = in.choice("transport", {"tcp", "udp"}, "tcp") == "udp",
                  .newest_first = in.flag("newest_first", false),
                  .battery_pct = in.number("battery_pct", 1, 100, 80)};
    for (ObjectReader outage : in.objects("outages", 0)) {
        tag.outages.push_back({outage.seconds("from_s", 0, a_day_s), outage.seconds("until_s", 0, a_day_s)});
        outage.refuse_others();
    }
    for (ObjectReader event : in.objects("events", 0)) {
        const auto name = event.choice("event", {"sos", "strap_open", "strap_closed"});
        const auto kind = name == "sos"          ? PlannedEvent::Kind::sos
                          : name == "strap_open" ? PlannedEvent::Kind::strap_open
                                                 : PlannedEvent::Kind::strap_closed;
        tag.events.push_back({.at = event.seconds("at_s", 0, a_day_s), .kind = kind});
        event.refuse_others();
    }
    std::ranges::sort(tag.outages, {}, &Outage::from);
    std::ranges::sort(tag.events, {}, &PlannedEvent::at);
    in.refuse_others();
    return tag;
}

Step read_step(ObjectReader in)
{
    constexpr double fastest_kmh = Person::max_speed_mps * 3.6;
    Step step;
    if (in.has("to")) {
        step.to = in.position("to");
        step.kmh = in.number("kmh", 0.5, fastest_kmh);
    } else {
        step.stay = in.seconds("stay_s", 0.001, a_day_s);
    }
    step.sky = read_sky(in);
    in.refuse_others();
    return step;
}

WrittenPart read_part(ObjectReader in, const std::vector<Programme>& programmes)
{
    WrittenPart part{.story = in.text("story"), .name = in.text("name")};
    const auto programme = in.text("programme");
    const auto found = std::ranges::find(programmes, programme, &Programme::name);
    if (found == programmes.end()) {
        in.fault("programme", fmt::format("is \"{}\"; must be the name of one of /programmes", programme));
    } else {
        part.programme = static_cast<std::size_t>(found - programmes.begin());
    }
    part.zones = in.values("zones", "must be a list of exclusion zones as in an orders document; it may be empty");
    part.tag = read_tag(in.object("tag"));
    part.script.start = in.position("start");
    part.script.every = in.seconds("every_s", 10, a_day_s);
    for (const ObjectReader& step : in.objects("itinerary", 1)) {
        part.script.steps.push_back(read_step(step));
    }
    in.refuse_others();
    return part;
}

/// The last place of an itinerary is where its next round begins: nobody leaps.
void check_round(const WrittenPart& part, std::size_t number, std::vector<ScenarioFault>& faults)
{
    model::Position end = part.script.start;
    for (const Step& step : part.script.steps) {
        end = step.to.value_or(end);
    }
    if (end != part.script.start) {
        faults.push_back({fmt::format("/parts/{}/itinerary", number), "must end where it starts: it is walked again"});
    }
    for (const Outage& outage : part.tag.outages) {
        if (outage.until <= outage.from || outage.until > part.script.every) {
            faults.push_back(
                {fmt::format("/parts/{}/tag/outages", number), "must end after they start and within every_s"});
        }
    }
}

void read_parts(ObjectReader& in, Scenario& scenario, std::vector<ScenarioFault>& faults)
{
    for (const ObjectReader& part : in.objects("parts", 0)) {
        scenario.parts.push_back(read_part(part, scenario.programmes));
        check_round(scenario.parts.back(), scenario.parts.size() - 1, faults);
    }
}

void read_tags(ObjectReader& in, Scenario& scenario)
{
    scenario.wearers = static_cast<std::uint32_t>(in.number("wearers", 1, 999'999));
    const auto report = in.range("report_s", 1, 3600);
    scenario.report_from = Millis{std::llround(report.first * 1000)};
    scenario.report_to = Millis{std::llround(report.second * 1000)};
}

/// In the order of `Plot`.
const std::vector<std::string> plots{"entries", "home_beside_zone", "indoor_scatter", "urban_canyon",
                                     "tunnel",  "newest_first",     "edge_walk",      "drive_through",
                                     "curfew",  "tag_swap",         "shared_bus"};

Staging read_staging(ObjectReader& in)
{
    const auto plot = std::ranges::find(plots, in.choice("plot", plots)) - plots.begin();
    return {.plot = static_cast<Plot>(plot), .starts = in.time("starts"), .centre = in.position("centre")};
}

void read_people(ObjectReader& in, Scenario& scenario)
{
    scenario.strays_share = in.number("strays_share", 0, 1, 0);
    ObjectReader names = in.object("names");
    scenario.first_names = names.texts("first");
    scenario.last_names = names.texts("last");
    names.refuse_others();
    for (const ObjectReader& borough : in.objects("boroughs", 1)) {
        scenario.boroughs.push_back(read_borough(borough));
    }
    for (const ObjectReader& programme : in.objects("programmes", 1)) {
        scenario.programmes.push_back(read_programme(programme));
    }
}

}  // namespace

Result<Scenario, std::vector<ScenarioFault>> read_scenario(std::string_view json)
{
    std::vector<ScenarioFault> faults;
    if (json.size() > largest_file) {
        faults.push_back({"", fmt::format("is {} bytes long; at most {} are read", json.size(), largest_file)});
        return refuse(std::move(faults));
    }
    auto object = ObjectReader::of(json, faults);
    if (!object) {
        return refuse(std::move(faults));
    }
    ObjectReader& in = *object;
    Scenario scenario{.name = in.text("name")};
    scenario.seed = static_cast<std::uint64_t>(in.number("seed", 0, 9e15));
    scenario.time_zone = in.text("time_zone");
    scenario.length = in.seconds("length_s", 60, a_week_s);
    read_tags(in, scenario);
    scenario.noise = read_noise(in.object("noise"));
    scenario.faults = read_faults(in.object("faults"));
    if (in.has("plot")) {
        scenario.staging = read_staging(in);
    } else {
        read_people(in, scenario);
        read_parts(in, scenario, faults);
    }
    in.refuse_others();
    if (!faults.empty()) {
        return refuse(std::move(faults));
    }
    return scenario;
}

}  // namespace cordon::sim
