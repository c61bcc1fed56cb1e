// SPDX-License-Identifier: Apache-2.0
#include <cordon/sim/orders.hpp>
#include <cordon/sim/random.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>

namespace cordon::sim {

namespace {

using nlohmann::ordered_json;
using namespace std::chrono_literals;

/// Ten in the morning of a day some weeks before the month began, as an order is made in a court's hours.
UtcTime start_of(const Wearer& wearer, UtcTime month)
{
    Random chance{wearer.number};
    return month - std::chrono::days{chance.whole(8, 60)} + std::chrono::hours{chance.whole(9, 15)};
}

UtcTime month_of(UtcTime now)
{
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(now)};
    return UtcTime{std::chrono::sys_days{date.year() / date.month() / std::chrono::day{1}}};
}

ordered_json order_json(const Wearer& wearer, const std::string& time_zone, UtcTime month)
{
    const auto starts = to_rfc3339(start_of(wearer, month));
    const auto ends = to_rfc3339(month + std::chrono::days{180 + wearer.number % 180} + 22h + 59min);
    ordered_json conditions = ordered_json::array();
    for (const std::string& zone : wearer.zones) {
        conditions.push_back(ordered_json::parse(zone));
    }
    conditions.push_back({{"id", "T1"}, {"type", "trail"}});
    return {{"id", wearer.order().text},
            {"type", model::to_string(wearer.order_type)},
            {"programme", wearer.programme},
            {"time_zone", time_zone},
            {"starts", starts},
            {"ends", ends},
            {"wearer",
             {{"id", fmt::format("SIM-W-{:06}", wearer.number)},
              {"name", wearer.name},
              {"crn", fmt::format("X{:06}", wearer.number)},
              {"limited_access", false}}},
            {"activations", {{{"device", wearer.imei.text}, {"kind", "tag"}, {"from", starts}, {"to", nullptr}}}},
            {"conditions", std::move(conditions)}};
}

ordered_json device_json(const Wearer& wearer)
{
    ordered_json device{{"id", wearer.imei.text}, {"protocol", "teltonika"}, {"model", "simulated"}};
    if (!wearer.tag.events.empty()) {
        device["strap_input"] = {{"io", 1}, {"open", 0}};
    }
    return device;
}

}  // namespace

std::string orders_document(std::span<const Wearer> wearers, const std::string& time_zone, UtcTime now)
{
    const UtcTime month = month_of(now);
    ordered_json document{{"devices", ordered_json::array()}, {"orders", ordered_json::array()}};
    for (const Wearer& wearer : wearers) {
        document["devices"].push_back(device_json(wearer));
        document["orders"].push_back(order_json(wearer, time_zone, month));
    }
    return document.dump(1) + '\n';
}

}  // namespace cordon::sim
