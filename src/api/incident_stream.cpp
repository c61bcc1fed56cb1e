// SPDX-License-Identifier: Apache-2.0
#include "incident_stream.hpp"

#include <cordon/core/log.hpp>

#include <limits>

namespace cordon::api {

namespace {

constexpr std::size_t chunk_bytes = 64U << 10U;

/// After everything that is settled now.
model::StreamId now_in(const port::Feed& feed)
{
    return {.offset = feed.settled(), .index = std::numeric_limits<std::uint32_t>::max()};
}

std::string reset_event(model::StreamId from)
{
    const std::string id = model::to_string(from);
    return "id: " + id + "\nevent: reset\ndata: {\"position\":\"" + id + "\"}\n\n";
}

}  // namespace

IncidentStream::IncidentStream(const port::Feed& feed, Offset journal_end, const std::optional<std::string>& after,
                               Sight sight)
    : sight_{sight}
{
    const auto named = after ? model::parse_stream_id(*after) : std::nullopt;
    const bool known = named && named->offset <= journal_end;
    const model::StreamId from = known ? *named : now_in(feed);
    reader_ = feed.read(from);
    // An id without data tells nothing to the page; the browser keeps it, and comes back with it even where the
    // connection breaks before the first change.
    first_ = "retry: 1000\n";
    first_ += after && !known ? reset_event(from) : "id: " + model::to_string(from) + "\n\n";
}

std::string IncidentStream::next(const OrderBook& orders)
{
    std::string text = std::move(first_);
    first_.clear();
    while (reader_ != nullptr && text.size() < chunk_bytes) {
        const auto change = reader_->next();
        if (!change.has_value()) {
            log::error("feed_unreadable", {{"why", change.error().what}});
            text += "event: reset\ndata: {}\n\n";
            reader_.reset();
            break;
        }
        const std::optional<model::EpisodeChange>& told = change.value();
        if (!told) {
            break;
        }
        text += "id: " + model::to_string(told->id) + "\nevent: incident\ndata: ";
        text += incident_json(told->episode, orders, sight_);
        text += "\n\n";
    }
    return text;
}

}  // namespace cordon::api
