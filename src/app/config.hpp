// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/device.hpp>
#include <cordon/model/episode.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cordon::app {

struct ListenerConfig {
    model::Protocol protocol = model::Protocol::teltonika;
    std::string address = "127.0.0.1";
    std::optional<std::uint16_t> tcp_port;
    std::optional<std::uint16_t> udp_port;
    std::vector<std::string> source_ranges;
};

struct IngestConfig {
    std::size_t threads = 1;
    std::chrono::seconds login_deadline{30};
    std::chrono::seconds idle{600};
    std::chrono::seconds frame_deadline{30};
    std::size_t max_connections = 15'000;
    std::size_t max_connections_per_address = 64;
    std::vector<ListenerConfig> listeners;
};

struct ApiConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::filesystem::path tls_certificate;
    std::filesystem::path tls_key;
    std::vector<std::string> hosts;
    std::filesystem::path console;
};

struct MetricsConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 9464;
};

struct DatabaseConfig {
    std::string url;            ///< a libpq connection string; empty: CORDON_DATABASE_URL
    std::filesystem::path sql;  ///< the folder of numbered migrations
};

struct WebhookConfig {
    std::string name;
    std::string url;
    std::filesystem::path secret_file;
    model::Severity min_severity = model::Severity::serious;
    bool allow_private = false;
};

/// config/cordon.toml says what each key means and why its default is what it is.
struct Config {
    std::filesystem::path state;
    std::string log_level = "info";
    std::size_t shards = 1;
    IngestConfig ingest;
    ApiConfig api;
    MetricsConfig metrics;
    DatabaseConfig database;
    std::vector<WebhookConfig> webhooks;
};

/// Reads a configuration file whole: every fault at once, each with its line and key ("line 12: ingest.idle_s is 5; it
/// must be whole seconds, 30 or more"). Relative paths are relative to the file's folder.
[[nodiscard]] Result<Config, std::vector<std::string>> load_config(const std::filesystem::path& file);

/// As `load_config`, for a command: CommandFailed{2} with every fault.
[[nodiscard]] Config config_or_fail(const std::filesystem::path& file);

/// The database of a configuration, else of the environment (CORDON_DATABASE_URL); CommandFailed{2} where neither says.
[[nodiscard]] std::string database_url(const Config& config);

}  // namespace cordon::app
