// SPDX-License-Identifier: Apache-2.0
#include "live_stream.hpp"

#include "shown.hpp"

namespace cordon::api {

namespace {

/// What is looked at in one go: with a small box most are elsewhere.
constexpr std::size_t max_looked_at = 50'000;

}  // namespace

std::string LiveStream::next(const LastPositions& positions, const OrderBook& orders)
{
    std::string list;
    std::size_t told = 0;
    std::size_t looked_at = 0;
    const LastPosition* last = positions.after(seen_);
    for (; last != nullptr && told < max_positions && looked_at < max_looked_at; last = positions.after(seen_)) {
        seen_ = last->change;
        ++looked_at;
        if (concerns(*last)) {
            list += told == 0 ? "" : ",";
            list += position_json(*last, orders);
            ++told;
        }
    }
    more_ = last != nullptr;
    const bool first = !begun_;
    begun_ = true;
    if (told == 0 && !first) {
        return {};
    }
    return "event: positions\ndata: {\"positions\":[" + list + "]}\n\n";
}

bool LiveStream::concerns(const LastPosition& last)
{
    const double lat = last.position.lat();
    const double lon = last.position.lon();
    if (lat >= box_.min_lat && lat <= box_.max_lat && lon >= box_.min_lon && lon <= box_.max_lon) {
        inside_.insert(last.fix.device);
        return true;
    }
    return inside_.erase(last.fix.device) > 0;
}

}  // namespace cordon::api
