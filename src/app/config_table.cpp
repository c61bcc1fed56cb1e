// SPDX-License-Identifier: Apache-2.0
#include "config_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sstream>

namespace cordon::app {

namespace {

std::string shown(const toml::node& node)
{
    std::ostringstream out;
    node.visit([&out](const auto& value) { out << value; });
    return out.str();
}

}  // namespace

std::string ConfigTable::full(std::string_view key) const
{
    return name_.empty() ? std::string{key} : fmt::format("{}.{}", name_, key);
}

const toml::node* ConfigTable::find(std::string_view key)
{
    asked_.emplace(key);
    return table_ == nullptr ? nullptr : table_->get(key);
}

void ConfigTable::fault(std::string_view key, std::string_view must_be)
{
    const toml::node* node = table_ == nullptr ? nullptr : table_->get(key);
    if (node == nullptr) {
        const auto line = table_ == nullptr ? 1 : table_->source().begin.line;
        faults_.push_back(fmt::format("line {}: {} is missing; it must be {}", line, full(key), must_be));
        return;
    }
    faults_.push_back(
        fmt::format("line {}: {} is {}; it must be {}", node->source().begin.line, full(key), shown(*node), must_be));
}

std::string ConfigTable::text(std::string_view key, std::string otherwise)
{
    const toml::node* node = find(key);
    if (node == nullptr) {
        return otherwise;
    }
    if (const auto* value = node->as_string()) {
        return value->get();
    }
    fault(key, "a text in quotes");
    return otherwise;
}

std::optional<std::int64_t> ConfigTable::whole(std::string_view key, std::int64_t low, std::int64_t high,
                                               std::string_view unit)
{
    const toml::node* node = find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    const auto* value = node->as_integer();
    if (value == nullptr || value->get() < low || value->get() > high) {
        fault(key, fmt::format("whole {}, {} to {}", unit, low, high));
        return std::nullopt;
    }
    return value->get();
}

bool ConfigTable::flag(std::string_view key, bool otherwise)
{
    const toml::node* node = find(key);
    if (node == nullptr) {
        return otherwise;
    }
    if (const auto* value = node->as_boolean()) {
        return value->get();
    }
    fault(key, "true or false");
    return otherwise;
}

std::vector<std::string> ConfigTable::texts(std::string_view key)
{
    const toml::node* node = find(key);
    std::vector<std::string> out;
    if (node == nullptr) {
        return out;
    }
    const toml::array* array = node->as_array();
    if (array == nullptr) {
        fault(key, "a list of texts");
        return out;
    }
    for (const toml::node& item : *array) {
        if (const auto* value = item.as_string()) {
            out.push_back(value->get());
        } else {
            fault(key, "a list of texts");
            break;
        }
    }
    return out;
}

ConfigTable ConfigTable::table(std::string_view key)
{
    const toml::node* node = find(key);
    if (node != nullptr && !node->is_table()) {
        fault(key, fmt::format("a table, written [{}]", full(key)));
    }
    return {node == nullptr ? nullptr : node->as_table(), full(key), faults_};
}

std::vector<ConfigTable> ConfigTable::tables(std::string_view key)
{
    std::vector<ConfigTable> out;
    const toml::node* node = find(key);
    if (node == nullptr) {
        return out;
    }
    const toml::array* array = node->as_array();
    if (array == nullptr || !array->is_array_of_tables()) {
        fault(key, fmt::format("tables, each written [[{}]]", full(key)));
        return out;
    }
    std::size_t number = 0;
    for (const toml::node& item : *array) {
        out.emplace_back(item.as_table(), fmt::format("{}[{}]", full(key), number++), faults_);
    }
    return out;
}

void ConfigTable::refuse_others()
{
    if (table_ == nullptr) {
        return;
    }
    for (const auto& [key, node] : *table_) {
        if (!asked_.contains(key.str())) {
            faults_.push_back(fmt::format("line {}: {} is no key of cordon; known here: {}", node.source().begin.line,
                                          full(key.str()), fmt::join(asked_, ", ")));
        }
    }
}

}  // namespace cordon::app
