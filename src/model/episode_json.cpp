// SPDX-License-Identifier: Apache-2.0
#include "episode_names.hpp"
#include "json_line.hpp"

#include <cordon/model/episode.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <limits>

namespace cordon::model {

namespace {

/// Metres with one decimal, halves away from zero, never "-0.0".
std::string metres_text(std::int64_t millimetres)
{
    const std::int64_t tenths = (std::abs(millimetres) + 50) / 100;
    return fmt::format("{}{}.{}", millimetres < 0 && tenths != 0 ? "-" : "", tenths / 10, tenths % 10);
}

std::string evidence_json(const Evidence& evidence)
{
    JsonLine line;
    line.text("device", evidence.device.text).time("fix_time", evidence.fix_time).position(evidence.position);
    line.number("accuracy_m", evidence.accuracy_m).raw("distance_m", metres_text(evidence.distance_mm));
    return line.end();
}

template <class Kind>
void put_id(JsonLine& line, std::string_view key, const std::optional<Id<Kind>>& id)
{
    if (id) {
        line.text(key, id->text);
    } else {
        line.null(key);
    }
}

/// Reads members one after the other; after the first that is not as it should be nothing more is read.
class Members {
public:
    explicit Members(const JsonValue& object) : object_{object} {}

    [[nodiscard]] bool good() const noexcept { return good_; }

    void text(std::string_view key, std::string& out)
    {
        const JsonValue* value = need(key);
        const std::string* words = value == nullptr ? nullptr : value->as_text();
        good_ = words != nullptr;
        out = good_ ? *words : out;
    }

    void time(std::string_view key, UtcTime& out)
    {
        std::string words;
        text(key, words);
        const auto at = good_ ? parse_utc(words) : std::nullopt;
        good_ = at.has_value();
        out = at.value_or(out);
    }

    template <class Value, std::size_t count>
    void word(std::string_view key, const Names<Value, count>& names, Value& out)
    {
        std::string words;
        text(key, words);
        const auto value = good_ ? value_named(names, words) : std::nullopt;
        good_ = value.has_value();
        out = value.value_or(out);
    }

    void number(std::string_view key, double& out)
    {
        const JsonValue* value = need(key);
        const auto read = value == nullptr ? std::nullopt : value->as_number();
        good_ = read.has_value();
        out = read.value_or(out);
    }

    void count(std::string_view key, std::uint32_t& out)
    {
        const JsonValue* value = need(key);
        const auto read = value == nullptr ? std::nullopt : value->as_unsigned();
        good_ = read.has_value() && *read <= std::numeric_limits<std::uint32_t>::max();
        out = good_ ? static_cast<std::uint32_t>(*read) : out;
    }

    void yes_or_no(std::string_view key, bool& out)
    {
        const JsonValue* value = need(key);
        good_ = value != nullptr && value->as_bool() != nullptr;
        out = good_ ? *value->as_bool() : out;
    }

    /// Whether the member is there and not null.
    [[nodiscard]] bool has(std::string_view key)
    {
        const JsonValue* value = need(key);
        return value != nullptr && !value->is_null();
    }

    [[nodiscard]] const JsonValue* need(std::string_view key)
    {
        const JsonValue* value = good_ ? object_.find(key) : nullptr;
        good_ = value != nullptr;
        return value;
    }

private:
    const JsonValue& object_;
    bool good_ = true;
};

std::optional<Evidence> read_evidence(const JsonValue& json)
{
    Evidence evidence;
    double lat = 0;
    double lon = 0;
    double distance_m = 0;
    Members in{json};
    in.text("device", evidence.device.text);
    in.time("fix_time", evidence.fix_time);
    in.number("lat", lat);
    in.number("lon", lon);
    in.number("accuracy_m", evidence.accuracy_m);
    in.number("distance_m", distance_m);
    const auto position = Position::from_degrees(lat, lon);
    constexpr double once_round = 4.1e7;  // metres: nothing is farther
    if (!in.good() || !position || std::abs(distance_m) > once_round) {
        return std::nullopt;
    }
    evidence.position = *position;
    evidence.distance_mm = std::llround(distance_m * 1000);
    return evidence;
}

void read_optional(Members& in, Episode& episode)
{
    if (in.has("order")) {
        in.text("order", episode.order.emplace().text);
    }
    if (in.has("condition")) {
        in.text("condition", episode.condition.emplace().text);
    }
    if (in.has("al_code")) {
        in.word("al_code", al_codes, episode.al_code.emplace());
    }
    if (in.has("ended")) {
        in.time("ended", episode.ended.emplace());
    }
}

}  // namespace

std::string to_json(const Episode& episode)
{
    JsonLine line;
    line.text("id", episode.id.text);
    put_id(line, "order", episode.order);
    put_id(line, "condition", episode.condition);
    line.text("kind", to_string(episode.kind)).text("state", to_string(episode.state));
    episode.al_code ? line.text("al_code", to_string(*episode.al_code)) : line.null("al_code");
    line.text("severity", to_string(episode.severity)).time("started", episode.started);
    episode.ended ? line.time("ended", *episode.ended) : line.null("ended");
    line.time("detected", episode.detected).yes_or_no("late", episode.late).number("revision", episode.revision);
    line.text("change", to_string(episode.change)).text("reason", episode.reason);
    std::string list = "[";
    for (const Evidence& evidence : episode.evidence) {
        list += list.size() == 1 ? "" : ",";
        list += evidence_json(evidence);
    }
    line.raw("evidence", list + ']');
    return line.text("rule", to_string(episode.kind)).number("rule_version", episode.rule_version).end();
}

std::optional<Episode> read_episode(std::string_view json)
{
    const auto parsed = parse_json(json);
    if (!parsed.has_value()) {
        return std::nullopt;
    }
    Episode episode;
    Members in{parsed.value()};
    in.text("id", episode.id.text);
    read_optional(in, episode);
    in.word("kind", episode_kinds, episode.kind);
    in.word("state", episode_states, episode.state);
    in.word("severity", severities, episode.severity);
    in.time("started", episode.started);
    in.time("detected", episode.detected);
    in.yes_or_no("late", episode.late);
    in.count("revision", episode.revision);
    in.word("change", changes, episode.change);
    in.text("reason", episode.reason);
    in.count("rule_version", episode.rule_version);
    const JsonValue* list = in.need("evidence");
    if (list == nullptr || list->as_list() == nullptr) {
        return std::nullopt;
    }
    for (const JsonValue& item : *list->as_list()) {
        auto evidence = read_evidence(item);
        if (!evidence) {
            return std::nullopt;
        }
        episode.evidence.push_back(*std::move(evidence));
    }
    return episode;
}

}  // namespace cordon::model
