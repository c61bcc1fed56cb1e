// SPDX-License-Identifier: Apache-2.0
#include <cordon/sim/orders.hpp>
#include <cordon/sim/random.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <set>

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

/// When orders hold and when scenario time begins.
struct Period {
    UtcTime starts;
    UtcTime ends;
    std::optional<UtcTime> played_from;  ///< none: whenever somebody plays it
};

ordered_json activation_json(const Wearer& wearer, const Period& period)
{
    const bool late = period.played_from && wearer.worn.from > SimTime{0};
    const bool ends = period.played_from && wearer.worn.until != SimTime::max();
    const auto at = [&period](SimTime time) { return to_rfc3339(*period.played_from + time); };
    return {{"device", wearer.imei.text},
            {"kind", wearer.party == model::Party::tag ? "tag" : "protected"},
            {"from", late ? at(wearer.worn.from) : to_rfc3339(period.starts)},
            {"to", ends ? ordered_json(at(wearer.worn.until)) : ordered_json(nullptr)}};
}

ordered_json order_json(const Wearer& wearer, const std::string& time_zone, const Period& period)
{
    ordered_json conditions = ordered_json::array();
    for (const std::string& zone : wearer.zones) {
        conditions.push_back(ordered_json::parse(zone));
    }
    conditions.push_back({{"id", "T1"}, {"type", "trail"}});
    return {{"id", wearer.order().text},
            {"type", model::to_string(wearer.order_type)},
            {"programme", wearer.programme},
            {"time_zone", time_zone},
            {"starts", to_rfc3339(period.starts)},
            {"ends", to_rfc3339(period.ends)},
            {"wearer",
             {{"id", fmt::format("SIM-W-{:06}", wearer.number)},
              {"name", wearer.name},
              {"crn", fmt::format("X{:06}", wearer.number)},
              {"limited_access", false}}},
            {"activations", ordered_json::array({activation_json(wearer, period)})},
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

/// `period_of` says for each wearer when their order holds.
template <class PeriodOf>
std::string document_of(std::span<const Wearer> wearers, const std::string& time_zone, const PeriodOf& period_of)
{
    ordered_json document{{"devices", ordered_json::array()}, {"orders", ordered_json::array()}};
    std::set<DeviceId> devices;
    std::map<OrderId, std::size_t> places;
    for (const Wearer& wearer : wearers) {
        const Period period = period_of(wearer);
        if (devices.insert(wearer.imei).second) {
            document["devices"].push_back(device_json(wearer));
        }
        auto& orders = document["orders"];
        if (wearer.under == 0) {
            places.emplace(wearer.order(), orders.size());
            orders.push_back(order_json(wearer, time_zone, period));
        } else {
            orders[places.at(wearer.order())]["activations"].push_back(activation_json(wearer, period));
        }
    }
    return document.dump(1) + '\n';
}

}  // namespace

std::string orders_document(std::span<const Wearer> wearers, const std::string& time_zone, UtcTime now)
{
    const UtcTime month = month_of(now);
    return document_of(wearers, time_zone, [month](const Wearer& wearer) {
        return Period{.starts = start_of(wearer, month),
                      .ends = month + std::chrono::days{180 + wearer.number % 180} + 22h + 59min,
                      .played_from = std::nullopt};
    });
}

std::string orders_document(std::span<const Wearer> wearers, const std::string& time_zone, UtcTime from, UtcTime until)
{
    const Period period{.starts = from - 24h, .ends = until + 24h, .played_from = from};
    return document_of(wearers, time_zone, [period](const Wearer&) { return period; });
}

}  // namespace cordon::sim
