// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::app {

/// One table of a configuration file, read key by key. What is wrong is added to a list shared by all tables of the
/// file; what was not asked for by the end is an unknown key.
class ConfigTable {
public:
    ConfigTable(const toml::table* table, std::string name, std::vector<std::string>& faults)
        : table_{table}, name_{std::move(name)}, faults_{faults}
    {
    }

    [[nodiscard]] std::string text(std::string_view key, std::string otherwise);
    [[nodiscard]] std::optional<std::int64_t> whole(std::string_view key, std::int64_t low, std::int64_t high,
                                                    std::string_view unit);
    [[nodiscard]] bool flag(std::string_view key, bool otherwise);
    [[nodiscard]] std::vector<std::string> texts(std::string_view key);
    [[nodiscard]] ConfigTable table(std::string_view key);
    [[nodiscard]] std::vector<ConfigTable> tables(std::string_view key);

    /// A fault about one key: "line 12: ingest.idle_s is 5; it must be …".
    void fault(std::string_view key, std::string_view must_be);

    /// Every key that nothing asked for is a fault that names what is known here.
    void refuse_others();

private:
    [[nodiscard]] const toml::node* find(std::string_view key);
    [[nodiscard]] std::string full(std::string_view key) const;

    const toml::table* table_;
    std::string name_;
    std::vector<std::string>& faults_;
    std::set<std::string, std::less<>> asked_;
};

}  // namespace cordon::app
