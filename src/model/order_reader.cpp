// SPDX-License-Identifier: Apache-2.0
#include "order_reader.hpp"

#include "civil_places.hpp"
#include "condition_reader.hpp"
#include "order_names.hpp"
#include "threshold_reader.hpp"

#include <cordon/core/ensure.hpp>

#include <algorithm>
#include <set>

namespace cordon::model {

namespace {

/// A window that starts the evening before, and the widest offset, lie within this of the order's life.
constexpr std::chrono::days around_life{2};
/// No clock was ever set further from UTC than 15 hours and a half (Manila, Alaska, before 1900).
constexpr std::int64_t most_ahead_s = 86'400;

class OrderReader {
public:
    OrderReader(DocumentReader& reader, std::string_view at, const JsonValue& value, OrderSource source)
        : reader_{reader}, at_{at}, value_{value}, source_{source}
    {
    }

    Order read()
    {
        Order out;
        if (!check_keys()) {
            return out;
        }
        out.id.text = reader_.id(at_ + "/id", value_.find("id"));
        out.type = reader_.word(at_ + "/type", value_.find("type"), order_types);
        out.programme = reader_.text(at_ + "/programme", DocumentReader::unless_null(&value_, "programme"));
        read_civil_time(out);
        out.wearer = wearer();
        read_activations(out);
        out.thresholds = read_thresholds(reader_, at_ + "/thresholds", value_.find("thresholds"), Thresholds{},
                                         ThresholdScope::order);
        read_conditions(out);
        read_permissions(out);
        return out;
    }

private:
    bool check_keys()
    {
        const DocumentReader::Keys must{"id",   "type",   "time_zone",   "starts",
                                        "ends", "wearer", "activations", "conditions"};
        return source_ == OrderSource::record
                   ? reader_.object(at_, value_, must, {"programme", "permissions", "thresholds", offsets_key})
                   : reader_.object(at_, value_, must, {"programme", "permissions", "thresholds"});
    }

    /// The order's life, and what the clock of its place reads in it.
    void read_civil_time(Order& out)
    {
        const std::size_t before = reader_.count();
        const JsonValue* zone = value_.find("time_zone");
        const std::string at = at_ + "/time_zone";
        out.time_zone = reader_.text(at, zone);
        read_life(out);
        const JsonValue* offsets = value_.find(offsets_key);
        if (source_ == OrderSource::record && offsets != nullptr) {
            out.offsets = recorded_offsets(*offsets);
        } else if (!out.time_zone.empty() && !is_time_zone(out.time_zone)) {
            reader_.fault(at, fmt::format("{} is not a known time zone", said_of(*zone)));
        } else if (zone != nullptr && value_.find("starts") != nullptr && reader_.count() == before) {
            out.offsets = offsets_of_life(out);
            knows_clock_ = true;
        }
    }

    static UtcOffsets offsets_of_life(const Order& order)
    {
        const UtcTime ends =
            order.ends ? std::min(*order.ends, order.starts + longest_order) : order.starts + endless_order;
        auto found = utc_offsets(order.time_zone, order.starts - around_life, ends + around_life);
        ensure(found.has_value(), "the zone was found a moment ago");
        return std::move(found).value();
    }

    UtcOffsets recorded_offsets(const JsonValue& value)
    {
        UtcOffsets out;
        const std::string list_at = at_ + pointer_step(offsets_key);
        for (const JsonValue& item : reader_.items(list_at, &value, false)) {
            const std::string at = list_at + pointer_step(out.stretches.size());
            UtcOffsets::From& stretch = out.stretches.emplace_back();
            const JsonValue::List& pair = reader_.items(at, &item, true);
            if (pair.size() != 2) {
                reader_.fault(at, "must be a time and the seconds ahead of UTC");
                continue;
            }
            stretch.at = reader_.time(at + "/0", pair.data()).value_or(UtcTime{});
            stretch.ahead = std::chrono::seconds{reader_.whole(at + "/1", &pair[1], -most_ahead_s, most_ahead_s, 0)};
            if (out.stretches.size() > 1 && stretch.at <= (&stretch - 1)->at) {
                reader_.fault(at + "/0", "must be after the one before");
            }
        }
        return out;
    }

    void read_life(Order& out)
    {
        const auto starts = reader_.time(at_ + "/starts", value_.find("starts"));
        out.starts = starts.value_or(UtcTime{});
        out.ends = reader_.time(at_ + "/ends", DocumentReader::unless_null(&value_, "ends"));
        if (starts && out.ends && *out.ends <= *starts) {
            reader_.fault(at_ + "/ends", "must be after starts");
        }
    }

    Wearer wearer()
    {
        Wearer out;
        const JsonValue* value = value_.find("wearer");
        const std::string at = at_ + "/wearer";
        if (value == nullptr || !reader_.object(at, *value, {"id"}, {"name", "crn", "limited_access"})) {
            return out;
        }
        out.id.text = reader_.id(at + "/id", value->find("id"));
        out.name = reader_.text(at + "/name", DocumentReader::unless_null(value, "name"));
        out.crn = reader_.text(at + "/crn", DocumentReader::unless_null(value, "crn"));
        out.limited_access = reader_.yes_or_no(at + "/limited_access", value->find("limited_access"));
        return out;
    }

    void read_activations(Order& out)
    {
        const std::string list_at = at_ + "/activations";
        for (const JsonValue& item : reader_.items(list_at, value_.find("activations"), false)) {
            const std::string at = list_at + pointer_step(out.activations.size());
            Activation& activation = out.activations.emplace_back();
            if (reader_.object(at, item, {"device", "kind", "from"}, {"to"})) {
                activation.device.text = reader_.id(at + "/device", item.find("device"));
                activation.party = reader_.word(at + "/kind", item.find("kind"), parties);
                std::tie(activation.from, activation.to) = reader_.span(at, item);
            }
        }
    }

    void read_conditions(Order& out)
    {
        const std::string list_at = at_ + "/conditions";
        std::set<std::string> seen;
        for (const JsonValue& item : reader_.items(list_at, value_.find("conditions"), true)) {
            const std::string at = list_at + pointer_step(out.conditions.size());
            const std::size_t before = reader_.count();
            const Condition& condition = out.conditions.emplace_back(read_condition(reader_, at, item, out.thresholds));
            if (reader_.count() == before) {
                check_places(at, condition.rule, out);
            }
            if (!condition.id.text.empty() && !seen.insert(condition.id.text).second) {
                reader_.fault(at + "/id", fmt::format("{} stands twice", said_of(*item.find("id"))));
            }
        }
    }

    /// A person is at one place at a time. Asked of documents only: the answer rests on the time zone data.
    void check_places(const std::string& at, const Rule& rule, const Order& order)
    {
        const auto* curfew = std::get_if<Curfew>(&rule);
        if (curfew == nullptr || !knows_clock_ || source_ == OrderSource::record) {
            return;
        }
        const auto clash = first_clash(*curfew, order.offsets, order.starts, order.ends);
        if (!clash) {
            return;
        }
        const auto place = [&](std::size_t window) { return said_of({curfew->schedule.windows[window].place}); };
        reader_.fault(fmt::format("{}/windows/{}", at, clash->later),
                      fmt::format("asks for {} while window {} asks for {} at {}", place(clash->later), clash->earlier,
                                  place(clash->earlier), to_rfc3339(clash->at)));
    }

    void read_permissions(Order& out)
    {
        const std::string list_at = at_ + "/permissions";
        for (const JsonValue& item : reader_.items(list_at, value_.find("permissions"), false)) {
            const std::string at = list_at + pointer_step(out.permissions.size());
            Permission& permission = out.permissions.emplace_back();
            if (reader_.object(at, item, {"condition", "from", "to", "reason", "approved_by"}, {})) {
                permission = read_permission(at, item, out);
            }
        }
    }

    Permission read_permission(const std::string& at, const JsonValue& item, const Order& order)
    {
        Permission out;
        out.condition.text = reader_.id(at + "/condition", item.find("condition"));
        if (!out.condition.text.empty() &&
            std::ranges::find(order.conditions, out.condition, &Condition::id) == order.conditions.end()) {
            reader_.fault(at + "/condition",
                          fmt::format("{} is no condition of this order", said_of(*item.find("condition"))));
        }
        const auto [from, to] = reader_.span(at, item);
        if (const JsonValue* value = item.find("to"); value != nullptr && value->is_null()) {
            reader_.fault(at + "/to", "a permission has an end");
        }
        out.from = from;
        out.to = to.value_or(from);
        out.reason = reader_.text(at + "/reason", item.find("reason"));
        out.approved_by = reader_.text(at + "/approved_by", item.find("approved_by"));
        return out;
    }

    DocumentReader& reader_;
    std::string at_;
    const JsonValue& value_;
    OrderSource source_;
    bool knows_clock_ = false;
};

}  // namespace

Order read_order_entry(DocumentReader& reader, std::string_view at, const JsonValue& value, OrderSource source)
{
    return OrderReader{reader, at, value, source}.read();
}

}  // namespace cordon::model
