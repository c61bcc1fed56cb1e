// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/model/position.hpp>
#include <cordon/sim/scenario.hpp>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cordon::sim {

/// A value as the library holds it: its header stays in the source.
struct JsonNode;

/// One object of a scenario, read key by key. What is wrong is added to the list that all readers of the file share;
/// what was not asked for by the end is an unknown key.
class ObjectReader {
public:
    ObjectReader(std::shared_ptr<const JsonNode> node, std::string pointer, std::vector<ScenarioFault>& faults);

    /// Reads the text into an object; nothing and a fault where it is no JSON, has a key twice or is nested too deep.
    [[nodiscard]] static std::optional<ObjectReader> of(std::string_view text, std::vector<ScenarioFault>& faults);

    [[nodiscard]] bool has(const char* key) const;
    [[nodiscard]] double number(const char* key, double low, double high, std::optional<double> otherwise = {});
    [[nodiscard]] Millis seconds(const char* key, double low, double high, std::optional<double> otherwise = {});
    [[nodiscard]] std::string text(const char* key);
    /// Nothing where it is absent or null.
    [[nodiscard]] std::optional<std::string> text_or_null(const char* key);
    [[nodiscard]] UtcTime time(const char* key);
    [[nodiscard]] std::optional<UtcTime> time_or_null(const char* key);
    [[nodiscard]] std::string choice(const char* key, const std::vector<std::string>& choices,
                                     const std::optional<std::string>& otherwise = {});
    [[nodiscard]] bool flag(const char* key, bool otherwise);
    [[nodiscard]] model::Position position(const char* key);
    /// Two numbers, the first not above the second.
    [[nodiscard]] std::pair<double, double> range(const char* key, double low, double high);
    [[nodiscard]] std::vector<std::string> texts(const char* key);
    /// The values of a list, each as JSON text; the list has to be there and may be empty.
    [[nodiscard]] std::vector<std::string> values(const char* key, const char* must_be);
    [[nodiscard]] ObjectReader object(const char* key);
    [[nodiscard]] std::vector<ObjectReader> objects(const char* key, std::size_t at_least);

    void fault(const std::string& key, std::string what);
    void refuse_others();

private:
    std::shared_ptr<const JsonNode> node_;
    std::string pointer_;
    std::vector<ScenarioFault>* faults_;
    std::set<std::string, std::less<>> asked_;
};

}  // namespace cordon::sim
