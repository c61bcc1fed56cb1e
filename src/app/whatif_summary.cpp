// SPDX-License-Identifier: Apache-2.0
#include "whatif_summary.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>

namespace cordon::app {

namespace {

using Json = nlohmann::ordered_json;

std::string date_text(std::chrono::year_month_day date)
{
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

/// Episodes by the length of the time that was looked at, not by how many dates it touches.
double per_day(const pipeline::WhatIfQuestion& question, const pipeline::WhatIfAnswer& answer)
{
    const std::chrono::duration<double, std::ratio<86'400>> looked_at = answer.until - question.from;
    return looked_at.count() > 0 ? static_cast<double>(answer.episodes.size()) / looked_at.count() : 0;
}

/// "exclusion_zone 2 confirmed, 1 possible; crossing 1 possible"
std::string counts_text(const pipeline::CountByKind& kinds)
{
    std::string text;
    for (const auto& [kind, count] : kinds) {
        text += (text.empty() ? "" : "; ") + std::string{model::to_string(kind)};
        text += count.confirmed > 0 ? fmt::format(" {} confirmed", count.confirmed) : "";
        text += count.confirmed > 0 && count.possible > 0 ? "," : "";
        text += count.possible > 0 ? fmt::format(" {} possible", count.possible) : "";
    }
    return text.empty() ? "none" : text;
}

Json counts_json(const pipeline::CountByKind& kinds)
{
    Json out = Json::object();
    for (const auto& [kind, count] : kinds) {
        out[std::string{model::to_string(kind)}] = {{"confirmed", count.confirmed}, {"possible", count.possible}};
    }
    return out;
}

std::size_t sum_of(const pipeline::CountByKind& kinds)
{
    std::size_t sum = 0;
    for (const auto& [kind, count] : kinds) {
        sum += count.all();
    }
    return sum;
}

}  // namespace

std::vector<std::string> whatif_notes(const pipeline::WhatIfQuestion& question, const pipeline::WhatIfAnswer& answer)
{
    std::vector<std::string> notes;
    for (const pipeline::OrderSeen& order : answer.orders) {
        if (!order.in_force) {
            notes.push_back(order.order.text + " binds no device between --from and --to: nothing of it was tried");
        } else if (order.observations == 0) {
            notes.push_back("of the devices of " + order.order.text + " nothing is recorded between --from and --to");
        }
    }
    if (answer.until < question.until) {
        notes.push_back("the record ends at " + to_rfc3339(answer.until) + ", before --to");
    }
    return notes;
}

std::string summary_text(const pipeline::WhatIfQuestion& question, const pipeline::WhatIfAnswer& answer)
{
    std::string text = fmt::format("{} episode{} between {} and {}, {:.2f} a day\n", answer.episodes.size(),
                                   answer.episodes.size() == 1 ? "" : "s", to_rfc3339(question.from),
                                   to_rfc3339(std::max(question.from, answer.until)), per_day(question, answer));
    text += fmt::format("{:<12}{:>6}  {}\n", "all days", sum_of(answer.kinds), counts_text(answer.kinds));
    for (const auto& [date, kinds] : answer.days) {
        text += fmt::format("{:<12}{:>6}  {}\n", date_text(date), sum_of(kinds), counts_text(kinds));
    }
    for (const std::string& note : whatif_notes(question, answer)) {
        text += "note: " + note + "\n";
    }
    return text;
}

std::string summary_json(const pipeline::WhatIfQuestion& question, const pipeline::WhatIfAnswer& answer,
                         const std::string& reason)
{
    Json days = Json::array();
    for (const auto& [date, kinds] : answer.days) {
        days.push_back({{"date", date_text(date)}, {"episodes", sum_of(kinds)}, {"kinds", counts_json(kinds)}});
    }
    Json orders = Json::array();
    for (const pipeline::OrderSeen& order : answer.orders) {
        orders.push_back(
            {{"id", order.order.text}, {"in_force", order.in_force}, {"observations", order.observations}});
    }
    const Json out{{"from", to_rfc3339(question.from)},  {"to", to_rfc3339(question.until)},
                   {"until", to_rfc3339(answer.until)},  {"reason", reason},
                   {"episodes", answer.episodes.size()}, {"per_day", per_day(question, answer)},
                   {"kinds", counts_json(answer.kinds)}, {"days", std::move(days)},
                   {"orders", std::move(orders)},        {"notes", whatif_notes(question, answer)}};
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace cordon::app
