// SPDX-License-Identifier: Apache-2.0
#include "order_reader.hpp"

#include "condition_reader.hpp"
#include "order_names.hpp"
#include "threshold_reader.hpp"

#include <date/tz.h>

#include <algorithm>
#include <set>

namespace cordon::model {

namespace {

bool is_time_zone(const std::string& name)
{
    try {
        return date::locate_zone(name) != nullptr;
    } catch (const std::runtime_error&) {  // how the library says that there is none
        return false;
    }
}

class OrderReader {
public:
    OrderReader(DocumentReader& reader, std::string_view at, const JsonValue& value)
        : reader_{reader}, at_{at}, value_{value}
    {
    }

    Order read()
    {
        Order out;
        if (!reader_.object(at_, value_,
                            {"id", "type", "time_zone", "starts", "ends", "wearer", "activations", "conditions"},
                            {"programme", "permissions", "thresholds"})) {
            return out;
        }
        out.id.text = reader_.id(at_ + "/id", value_.find("id"));
        out.type = reader_.word(at_ + "/type", value_.find("type"), order_types);
        out.programme = reader_.text(at_ + "/programme", DocumentReader::unless_null(&value_, "programme"));
        out.time_zone = time_zone();
        read_life(out);
        out.wearer = wearer();
        read_activations(out);
        out.thresholds = read_thresholds(reader_, at_ + "/thresholds", value_.find("thresholds"), Thresholds{},
                                         ThresholdScope::order);
        read_conditions(out);
        read_permissions(out);
        return out;
    }

private:
    std::string time_zone()
    {
        const std::string at = at_ + "/time_zone";
        std::string name = reader_.text(at, value_.find("time_zone"));
        if (!name.empty() && !is_time_zone(name)) {
            reader_.fault(at, fmt::format("{} is not a known time zone", said_of(*value_.find("time_zone"))));
        }
        return name;
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
            const Condition& condition = out.conditions.emplace_back(read_condition(reader_, at, item, out.thresholds));
            if (!condition.id.text.empty() && !seen.insert(condition.id.text).second) {
                reader_.fault(at + "/id", fmt::format("{} stands twice", said_of(*item.find("id"))));
            }
        }
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
};

}  // namespace

Order read_order_entry(DocumentReader& reader, std::string_view at, const JsonValue& value)
{
    return OrderReader{reader, at, value}.read();
}

}  // namespace cordon::model
