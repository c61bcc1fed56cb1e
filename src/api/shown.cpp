// SPDX-License-Identifier: Apache-2.0
#include "shown.hpp"

#include "incident_list.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <utility>

namespace cordon::api {

namespace {

using nlohmann::ordered_json;

std::string text_of(const ordered_json& value)
{
    return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

template <class Value>
ordered_json or_null(const std::optional<Value>& value)
{
    return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json time_or_null(const std::optional<UtcTime>& at)
{
    return at ? ordered_json(to_rfc3339(*at)) : nullptr;
}

ordered_json wearer_json(const model::Wearer& wearer, Sight sight)
{
    const bool hidden = wearer.limited_access && sight == Sight::limited;
    return {{"id", wearer.id.text}, {"name", hidden ? ordered_json(nullptr) : ordered_json(wearer.name)}};
}

const model::Condition* condition_of(const BookedOrder& booked, const std::optional<ConditionId>& id)
{
    for (const model::Condition& condition : booked.order.conditions) {
        if (id && condition.id == *id) {
            return &condition;
        }
    }
    return nullptr;
}

}  // namespace

std::string incident_json(const model::Episode& episode, const OrderBook& orders, Sight sight)
{
    const BookedOrder* const booked = episode.order ? orders.order(*episode.order) : nullptr;
    const model::Condition* const condition = booked != nullptr ? condition_of(*booked, episode.condition) : nullptr;
    ordered_json shown;
    shown["id"] = episode.id.text;
    shown["state"] = state_of(episode);
    shown["cleared"] = episode.ended.has_value();
    shown["withdrawn"] = episode.change == model::Change::withdrawn;
    shown["opened"] = to_rfc3339(episode.detected);
    shown["wearer"] = booked != nullptr ? wearer_json(booked->order.wearer, sight) : ordered_json(nullptr);
    shown["condition_name"] = condition != nullptr ? ordered_json(condition->name) : ordered_json(nullptr);
    shown["programme"] = booked != nullptr ? ordered_json(booked->order.programme) : ordered_json(nullptr);
    shown["device"] = episode.device ? ordered_json(episode.device->text) : ordered_json(nullptr);
    std::string text = text_of(shown);
    text.back() = ',';
    return text + "\"episode\":" + model::to_json(episode) + "}";
}

std::string position_json(const LastPosition& last, const OrderBook& orders)
{
    const model::Observation& fix = last.fix;
    const OrderBook::Binding bound = orders.binding(fix.device, last.fix_time);
    const bool is_tag = bound.order != nullptr && bound.party == model::Party::tag;
    ordered_json shown;
    shown["device"] = fix.device.text;
    shown["kind"] = bound.order == nullptr ? ordered_json(nullptr) : ordered_json(is_tag ? "tag" : "protected");
    shown["order"] = bound.order != nullptr ? ordered_json(bound.order->order.id.text) : ordered_json(nullptr);
    shown["wearer"] = is_tag ? ordered_json(bound.order->order.wearer.id.text) : ordered_json(nullptr);
    shown["lat"] = last.position.lat();
    shown["lon"] = last.position.lon();
    shown["accuracy_m"] = or_null(fix.accuracy_m);
    shown["mechanism"] = model::to_string(fix.mechanism);
    shown["fix_time"] = to_rfc3339(last.fix_time);
    shown["received"] = to_rfc3339(fix.received);
    shown["valid"] = fix.valid;
    shown["battery_pct"] = or_null(last.battery_pct);
    return text_of(shown);
}

std::string order_row_json(const BookedOrder& booked, Sight sight)
{
    const model::Order& order = booked.order;
    return text_of({{"id", order.id.text},
                    {"type", model::to_string(order.type)},
                    {"programme", order.programme},
                    {"time_zone", order.time_zone},
                    {"starts", to_rfc3339(order.starts)},
                    {"ends", time_or_null(order.ends)},
                    {"wearer", wearer_json(order.wearer, sight)},
                    {"conditions", order.conditions.size()},
                    {"version", booked.version},
                    {"since", to_rfc3339(booked.since)},
                    {"by", booked.by.text}});
}

std::string device_row_json(const BookedDevice& booked)
{
    const model::Device& device = booked.device;
    return text_of({{"id", device.id.text},
                    {"protocol", model::to_string(device.protocol)},
                    {"model", or_null(device.model)},
                    {"version", booked.version},
                    {"since", to_rfc3339(booked.since)},
                    {"by", booked.by.text}});
}

std::string token_row_json(const model::TokenRecord& token)
{
    return text_of({{"id", token.id},
                    {"name", token.name},
                    {"role", token.role},
                    {"expires", time_or_null(token.expires)},
                    {"revoked", token.revoked},
                    {"by", token.by.text}});
}

std::string json_string(std::string_view text)
{
    return text_of(ordered_json(std::string{text}));
}

}  // namespace cordon::api
