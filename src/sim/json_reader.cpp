// SPDX-License-Identifier: Apache-2.0
#include "json_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace cordon::sim {

struct JsonNode {
    nlohmann::json value;
};

namespace {

using nlohmann::json;

constexpr int deepest = 32;

std::shared_ptr<const JsonNode> node_of(json value)
{
    return std::make_shared<const JsonNode>(JsonNode{std::move(value)});
}

const json* member(const json& value, const char* key)
{
    if (!value.is_object()) {
        return nullptr;
    }
    const auto found = value.find(key);
    return found == value.end() ? nullptr : &*found;
}

/// A fault where the text is no JSON, has a key twice or is nested too deep.
std::optional<json> parse_json(std::string_view text, std::vector<ScenarioFault>& faults)
{
    std::vector<std::set<std::string>> open;
    std::string twice;
    bool too_deep = false;
    const auto watch = [&](int depth, json::parse_event_t event, json& parsed) {
        too_deep = too_deep || depth > deepest;
        if (event == json::parse_event_t::object_start) {
            open.emplace_back();
        } else if (event == json::parse_event_t::object_end) {
            open.pop_back();
        } else if (event == json::parse_event_t::key && !open.back().insert(parsed.get<std::string>()).second) {
            twice = parsed.get<std::string>();
        }
        return true;
    };
    try {
        json value = json::parse(text, watch);
        if (too_deep) {
            faults.push_back({"", fmt::format("is nested deeper than {}", deepest)});
        } else if (!twice.empty()) {
            faults.push_back({"", fmt::format("the key \"{}\" stands twice in one object", twice)});
        } else {
            return value;
        }
    } catch (const json::exception& error) {
        faults.push_back({"", fmt::format("is not JSON (comments are none either): {}", error.what())});
    }
    return std::nullopt;
}

}  // namespace

ObjectReader::ObjectReader(std::shared_ptr<const JsonNode> node, std::string pointer,
                           std::vector<ScenarioFault>& faults)
    : node_{std::move(node)}, pointer_{std::move(pointer)}, faults_{&faults}
{
    if (!node_->value.is_object()) {
        faults_->push_back({pointer_, "must be an object"});
    }
}

std::optional<ObjectReader> ObjectReader::of(std::string_view text, std::vector<ScenarioFault>& faults)
{
    auto value = parse_json(text, faults);
    if (!value) {
        return std::nullopt;
    }
    return ObjectReader{node_of(std::move(*value)), "", faults};
}

bool ObjectReader::has(const char* key) const
{
    return member(node_->value, key) != nullptr;
}

double ObjectReader::number(const char* key, double low, double high, std::optional<double> otherwise)
{
    asked_.insert(key);
    const json* found = member(node_->value, key);
    if (found == nullptr && otherwise) {
        return *otherwise;
    }
    if (found == nullptr || !found->is_number() || !(found->get<double>() >= low) || !(found->get<double>() <= high)) {
        fault(key, fmt::format("is {}; must be a number from {} to {}", found == nullptr ? "missing" : found->dump(),
                               low, high));
        return low;
    }
    return found->get<double>();
}

Millis ObjectReader::seconds(const char* key, double low, double high, std::optional<double> otherwise)
{
    return Millis{std::llround(number(key, low, high, otherwise) * 1000.0)};
}

std::string ObjectReader::text(const char* key)
{
    asked_.insert(key);
    const json* found = member(node_->value, key);
    if (found == nullptr || !found->is_string() || found->get<std::string>().empty()) {
        fault(key, fmt::format("is {}; must be a text", found == nullptr ? "missing" : found->dump()));
        return {};
    }
    return found->get<std::string>();
}

std::optional<std::string> ObjectReader::text_or_null(const char* key)
{
    asked_.insert(key);
    const json* found = member(node_->value, key);
    return found == nullptr || found->is_null() ? std::nullopt : std::optional{text(key)};
}

UtcTime ObjectReader::time(const char* key)
{
    asked_.insert(key);
    const json* found = member(node_->value, key);
    const auto read = found != nullptr && found->is_string() ? parse_utc(found->get<std::string>()) : std::nullopt;
    if (!read) {
        fault(key, fmt::format("is {}; must be a time such as 2026-03-29T00:59:30Z",
                               found == nullptr ? "missing" : found->dump()));
    }
    return read.value_or(UtcTime{});
}

std::optional<UtcTime> ObjectReader::time_or_null(const char* key)
{
    asked_.insert(key);
    const json* found = member(node_->value, key);
    return found == nullptr || found->is_null() ? std::nullopt : std::optional{time(key)};
}

std::string ObjectReader::choice(const char* key, const std::vector<std::string>& choices,
                                 const std::optional<std::string>& otherwise)
{
    asked_.insert(key);
    const json* found = member(node_->value, key);
    if (found == nullptr && otherwise) {
        return *otherwise;
    }
    if (found != nullptr && found->is_string()) {
        for (const std::string& one : choices) {
            if (found->get<std::string>() == one) {
                return one;
            }
        }
    }
    fault(key, fmt::format("is {}; must be one of {}", found == nullptr ? "missing" : found->dump(),
                           fmt::join(choices, ", ")));
    return choices.front();
}

bool ObjectReader::flag(const char* key, bool otherwise)
{
    asked_.insert(key);
    const json* found = member(node_->value, key);
    if (found != nullptr && !found->is_boolean()) {
        fault(key, fmt::format("is {}; must be true or false", found->dump()));
    }
    return found != nullptr && found->is_boolean() ? found->get<bool>() : otherwise;
}

model::Position ObjectReader::position(const char* key)
{
    asked_.insert(key);
    const json* found = member(node_->value, key);
    if (found != nullptr && found->is_array() && found->size() == 2 && (*found)[0].is_number() &&
        (*found)[1].is_number()) {
        if (const auto position = model::Position::from_degrees((*found)[1].get<double>(), (*found)[0].get<double>())) {
            return *position;
        }
    }
    fault(key,
          fmt::format("is {}; must be [longitude, latitude] in degrees", found == nullptr ? "missing" : found->dump()));
    return {};
}

std::pair<double, double> ObjectReader::range(const char* key, double low, double high)
{
    asked_.insert(key);
    const json* found = member(node_->value, key);
    if (found != nullptr && found->is_array() && found->size() == 2 && (*found)[0].is_number() &&
        (*found)[1].is_number()) {
        const auto from = (*found)[0].get<double>();
        const auto to = (*found)[1].get<double>();
        if (low <= from && from <= to && to <= high) {
            return {from, to};
        }
    }
    fault(key, fmt::format("is {}; must be two numbers from {} to {}, the smaller first",
                           found == nullptr ? "missing" : found->dump(), low, high));
    return {low, low};
}

std::vector<std::string> ObjectReader::texts(const char* key)
{
    asked_.insert(key);
    const json* found = member(node_->value, key);
    std::vector<std::string> read;
    if (found == nullptr || !found->is_array() || found->empty()) {
        fault(key, "must be a list of one text or more");
        return read;
    }
    for (std::size_t i = 0; i < found->size(); ++i) {
        if (!(*found)[i].is_string() || (*found)[i].get<std::string>().empty()) {
            fault(fmt::format("{}/{}", key, i), "must be a text");
        } else {
            read.push_back((*found)[i].get<std::string>());
        }
    }
    return read;
}

std::vector<std::string> ObjectReader::values(const char* key, const char* must_be)
{
    asked_.insert(key);
    const json* found = member(node_->value, key);
    std::vector<std::string> texts;
    if (found == nullptr || !found->is_array()) {
        fault(key, must_be);
        return texts;
    }
    for (const json& value : *found) {
        texts.push_back(value.dump());
    }
    return texts;
}

ObjectReader ObjectReader::object(const char* key)
{
    asked_.insert(key);
    const json* found = member(node_->value, key);
    return {node_of(found == nullptr ? json{} : *found), fmt::format("{}/{}", pointer_, key), *faults_};
}

std::vector<ObjectReader> ObjectReader::objects(const char* key, std::size_t at_least)
{
    asked_.insert(key);
    const json* found = member(node_->value, key);
    std::vector<ObjectReader> readers;
    if (found == nullptr ? at_least > 0 : !found->is_array() || found->size() < at_least) {
        fault(key, fmt::format("must be a list of {} object(s) or more", at_least));
        return readers;
    }
    for (std::size_t i = 0; found != nullptr && i < found->size(); ++i) {
        readers.emplace_back(node_of((*found)[i]), fmt::format("{}/{}/{}", pointer_, key, i), *faults_);
    }
    return readers;
}

void ObjectReader::fault(const std::string& key, std::string what)
{
    if (node_->value.is_object()) {  // else that has been said, and a list of what it lacks helps nobody
        faults_->push_back({fmt::format("{}/{}", pointer_, key), std::move(what)});
    }
}

void ObjectReader::refuse_others()
{
    if (!node_->value.is_object()) {
        return;
    }
    for (const auto& [key, ignored] : node_->value.items()) {
        if (!asked_.contains(key)) {
            fault(key, fmt::format("is not known here; known are {}", fmt::join(asked_, ", ")));
        }
    }
}

}  // namespace cordon::sim
