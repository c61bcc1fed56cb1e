// SPDX-License-Identifier: Apache-2.0
#include "handlers.hpp"
#include "problem.hpp"
#include "shown.hpp"
#include "target.hpp"

#include <cordon/core/ensure.hpp>

#include <utility>

namespace cordon::api {

namespace {

constexpr std::size_t default_page = 100;
constexpr std::size_t max_page = 1'000;

std::string etag_of(std::uint64_t version)
{
    return "\"" + std::to_string(version) + "\"";
}

/// One page of a map from id to thing, in the order of ids, as {"<name>":[…],"next":…}.
template <class Map, class Row>
Response page_of(const Exchange& exchange, const Map& things, const char* name, Row row)
{
    using Key = typename Map::key_type;
    const auto limit = whole_number(exchange.request.query, "limit", default_page, max_page);
    if (!limit) {
        return problem(400, "bad_query", "limit is 1 to 1000, cursor the `next` of the page before");
    }
    const auto cursor = exchange.request.query.find("cursor");
    auto it = cursor == exchange.request.query.end() ? things.begin() : things.upper_bound(Key{cursor->second});
    std::string body = std::string{"{\""} + name + "\":[";
    std::string last;
    for (std::size_t shown = 0; shown < *limit && it != things.end(); ++shown, ++it) {
        body += shown == 0 ? "" : ",";
        body += row(it->second);
        last = it->first.text;
    }
    return {.body = body + "],\"next\":" + (it == things.end() ? "null" : json_string(last)) + "}"};
}

/// The same hours of a wall clock are other times where the zone's clock was decreed otherwise since.
bool is_same(const BookedOrder* held, const model::OrderText& given)
{
    return held != nullptr && held->json == given.json && held->order.offsets == given.order.offsets;
}

/// The version an If-Match or If-None-Match asks for does not hold.
bool is_stale(const Request& request, const BookedOrder* held)
{
    const std::string_view must = request.header("if-match");
    const std::string_view must_not = request.header("if-none-match");
    const std::string now = held != nullptr ? etag_of(held->version) : std::string{};
    if (!must.empty() && (held == nullptr || (must != "*" && must != now))) {
        return true;
    }
    return !must_not.empty() && held != nullptr && (must_not == "*" || must_not == now);
}

Response put_answer(unsigned status, const std::string& id, std::uint64_t version, Offset offset)
{
    Response response{.status = status,
                      .body = "{\"id\":" + json_string(id) + ",\"version\":" + std::to_string(version) +
                              ",\"offset\":" + std::to_string(offset.value) + "}"};
    response.headers.emplace_back("ETag", etag_of(version));
    return response;
}

Response import_answer(std::size_t orders, std::size_t devices, std::size_t unchanged, Offset offset)
{
    return {.body = "{\"orders\":" + std::to_string(orders) + ",\"devices\":" + std::to_string(devices) +
                    ",\"unchanged\":" + std::to_string(unchanged) + ",\"offset\":" + std::to_string(offset.value) +
                    "}"};
}

}  // namespace

Response get_orders(const Exchange& exchange)
{
    const Sight sight = exchange.caller.role == Role::admin ? Sight::full : Sight::limited;
    return page_of(exchange, exchange.site.model.orders().orders(), "orders",
                   [&](const BookedOrder& booked) { return order_row_json(booked, sight); });
}

Response get_devices(const Exchange& exchange)
{
    return page_of(exchange, exchange.site.model.orders().devices(), "devices", device_row_json);
}

Response get_order(const Exchange& exchange)
{
    const BookedOrder* const booked = exchange.site.model.orders().order(OrderId{exchange.names.at(0)});
    if (booked == nullptr) {
        return problem(404, "not_found", "there is no such order");
    }
    if (booked->order.wearer.limited_access && exchange.caller.role != Role::admin) {
        return problem(403, "limited_access", "this record is open to named people only");
    }
    // Beside the order, not in it: the order is as it was given, and may be put again.
    const ReadModel& model = exchange.site.model;
    const auto atv = model.absence().of(booked->order.id, model.at());
    Response response{.body =
                          "{\"orders\":[" + booked->json + "],\"atv_minutes\":" + std::to_string(atv.count()) + "}"};
    response.headers.emplace_back("ETag", etag_of(booked->version));
    return response;
}

Response put_order(const Exchange& exchange)
{
    const ReadDocument* const read = exchange.request.document.get();
    ensure(read != nullptr, "the body of a PUT of an order has been read");
    if (!read->has_value()) {
        return problem(read->error());
    }
    const model::OrderDocument& document = read->value();
    const std::string& id = exchange.names.at(0);
    if (document.orders.size() != 1 || !document.devices.empty()) {
        return problem({{.pointer = "", .what = "must hold one order and no device; POST /v1/orders takes several"}});
    }
    const model::OrderText& text = document.orders.front();
    if (text.order.id.text != id) {
        return problem({{.pointer = "/orders/0/id", .what = "must be the order's id in the path"}});
    }
    const BookedOrder* const held = exchange.site.model.orders().order(text.order.id);
    if (is_stale(exchange.request, held)) {
        return problem(412, "stale", "the order has another version by now; read it again");
    }
    if (is_same(held, text)) {
        return put_answer(200, id, held->version, exchange.site.model.position());
    }
    const std::uint64_t version = held != nullptr ? held->version + 1 : 1;
    const unsigned status = held != nullptr ? 200 : 201;
    Write write{.records = {}, .answer = [=](Offset last) { return put_answer(status, id, version, last); }};
    write.records.emplace_back(model::OrderRecord{.json = model::record_json(text), .by = exchange.caller.person});
    return {.then = std::move(write)};
}

Response post_orders(const Exchange& exchange)
{
    const ReadDocument* const read = exchange.request.document.get();
    ensure(read != nullptr, "the body of a POST of orders has been read");
    if (!read->has_value()) {
        return problem(read->error());
    }
    const model::OrderDocument& document = read->value();
    const OrderBook& book = exchange.site.model.orders();
    const PersonId& by = exchange.caller.person;
    Write write;
    for (const model::DeviceText& device : document.devices) {  // first: an order may name them
        const auto held = book.devices().find(device.device.id);
        if (held == book.devices().end() || held->second.json != device.json) {
            write.records.emplace_back(model::DeviceRecord{.json = device.json, .by = by});
        }
    }
    for (const model::OrderText& order : document.orders) {
        if (!is_same(book.order(order.order.id), order)) {
            write.records.emplace_back(model::OrderRecord{.json = model::record_json(order), .by = by});
        }
    }
    const std::size_t orders = document.orders.size();
    const std::size_t devices = document.devices.size();
    const std::size_t unchanged = orders + devices - write.records.size();
    if (write.records.empty()) {
        return import_answer(orders, devices, unchanged, exchange.site.model.position());
    }
    write.answer = [=](Offset last) { return import_answer(orders, devices, unchanged, last); };
    return {.then = std::move(write)};
}

}  // namespace cordon::api
