// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/model/position.hpp>
#include <cordon/sim/scenario.hpp>

#include <nlohmann/json.hpp>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::sim {

/// Reads the text into a value; a fault where it is no JSON, has a key twice or is nested too deep.
[[nodiscard]] std::optional<nlohmann::json> parse_json(std::string_view text, std::vector<ScenarioFault>& faults);

/// One object of a scenario, read key by key. What is wrong is added to the list that all readers of the file share;
/// what was not asked for by the end is an unknown key.
class ObjectReader {
public:
    ObjectReader(const nlohmann::json& value, std::string pointer, std::vector<ScenarioFault>& faults);

    [[nodiscard]] bool has(const char* key) const;
    [[nodiscard]] double number(const char* key, double low, double high, std::optional<double> otherwise = {});
    [[nodiscard]] Millis seconds(const char* key, double low, double high, std::optional<double> otherwise = {});
    [[nodiscard]] std::string text(const char* key);
    [[nodiscard]] std::string choice(const char* key, const std::vector<std::string>& choices,
                                     const std::optional<std::string>& otherwise = {});
    [[nodiscard]] bool flag(const char* key, bool otherwise);
    [[nodiscard]] model::Position position(const char* key);
    /// Two numbers, the first not above the second.
    [[nodiscard]] std::pair<double, double> range(const char* key, double low, double high);
    [[nodiscard]] std::vector<std::string> texts(const char* key);
    /// Any value as it stands; null where there is none.
    [[nodiscard]] const nlohmann::json& any(const char* key);
    [[nodiscard]] ObjectReader object(const char* key);
    [[nodiscard]] std::vector<ObjectReader> objects(const char* key, std::size_t at_least);

    void fault(const std::string& key, std::string what);
    void refuse_others();

private:
    const nlohmann::json* find(const char* key);

    const nlohmann::json* value_;
    std::string pointer_;
    std::vector<ScenarioFault>* faults_;
    std::set<std::string, std::less<>> asked_;
};

}  // namespace cordon::sim
