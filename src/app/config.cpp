// SPDX-License-Identifier: Apache-2.0
#include "config.hpp"

#include "command.hpp"
#include "config_table.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

namespace cordon::app {

namespace {

namespace fs = std::filesystem;

class Reader {
public:
    Reader(const toml::table& root, fs::path folder) : root_{&root, "", faults}, folder_{std::move(folder)} {}

    Config read()
    {
        Config config;
        config.state = path(root_, "state", "state");
        config.log_level = root_.text("log_level", "info");
        static constexpr std::array levels = {"debug", "info", "warn", "error"};
        if (std::ranges::find(levels, config.log_level) == levels.end()) {
            root_.fault("log_level", "\"debug\", \"info\", \"warn\" or \"error\"");
        }
        config.shards = static_cast<std::size_t>(root_.whole("shards", 1, 64, "threads").value_or(1));
        config.ingest = ingest(root_.table("ingest"));
        config.api = api(root_.table("api"));
        config.metrics = metrics(root_.table("metrics"));
        config.database = database(root_.table("database"));
        for (ConfigTable& table : root_.tables("webhook")) {
            config.webhooks.push_back(webhook(table));
        }
        root_.refuse_others();
        return config;
    }

    std::vector<std::string> faults;

private:
    fs::path path(ConfigTable& table, std::string_view key, const std::string& otherwise)
    {
        const std::string text = table.text(key, otherwise);
        return text.empty() ? fs::path{} : (folder_ / text).lexically_normal();
    }

    static std::uint16_t port(ConfigTable& table, std::string_view key, std::uint16_t otherwise)
    {
        // 0 asks the system for a free port, which tests do; the daemon then logs which it got.
        return static_cast<std::uint16_t>(table.whole(key, 0, 65535, "port numbers").value_or(otherwise));
    }

    static std::chrono::seconds seconds(ConfigTable& table, std::string_view key, std::int64_t low, std::int64_t high,
                                        std::chrono::seconds otherwise)
    {
        return std::chrono::seconds{table.whole(key, low, high, "seconds").value_or(otherwise.count())};
    }

    static IngestConfig ingest(ConfigTable table)
    {
        IngestConfig config;
        config.threads = static_cast<std::size_t>(table.whole("threads", 1, 64, "threads").value_or(1));
        config.login_deadline = seconds(table, "login_deadline_s", 1, 600, config.login_deadline);
        config.idle = seconds(table, "idle_s", 30, 86'400, config.idle);
        config.frame_deadline = seconds(table, "frame_deadline_s", 1, 600, config.frame_deadline);
        config.max_connections =
            static_cast<std::size_t>(table.whole("max_connections", 1, 1'000'000, "connections").value_or(15'000));
        config.max_connections_per_address = static_cast<std::size_t>(
            table.whole("max_connections_per_address", 0, 1'000'000, "connections (0: no limit)").value_or(64));
        for (ConfigTable& listener_table : table.tables("listener")) {
            config.listeners.push_back(listener(listener_table));
        }
        table.refuse_others();
        return config;
    }

    static ListenerConfig listener(ConfigTable& table)
    {
        ListenerConfig config;
        const auto protocol = model::protocol_named(table.text("protocol", ""));
        if (protocol == model::Protocol::teltonika) {
            config.protocol = *protocol;
        } else {
            table.fault("protocol", "\"teltonika\", the one protocol that this release listens for");
        }
        config.address = table.text("address", "127.0.0.1");
        if (table.whole("tcp_port", 0, 65535, "port numbers")) {
            config.tcp_port = port(table, "tcp_port", 0);
        }
        if (table.whole("udp_port", 0, 65535, "port numbers")) {
            config.udp_port = port(table, "udp_port", 0);
        }
        if (!config.tcp_port && !config.udp_port) {
            table.fault("tcp_port", "a port number, or udp_port must be one");
        }
        config.source_ranges = table.texts("source_ranges");
        table.refuse_others();
        return config;
    }

    ApiConfig api(ConfigTable table)
    {
        ApiConfig config;
        config.address = table.text("address", "127.0.0.1");
        config.port = port(table, "port", 8080);
        config.tls_certificate = path(table, "tls_certificate", "");
        config.tls_key = path(table, "tls_key", "");
        if (config.tls_certificate.empty() != config.tls_key.empty()) {
            table.fault(config.tls_key.empty() ? "tls_key" : "tls_certificate",
                        "a file, since the other half of the pair is given");
        }
        config.hosts = table.texts("hosts");
        config.console = path(table, "console", "");
        table.refuse_others();
        return config;
    }

    static MetricsConfig metrics(ConfigTable table)
    {
        MetricsConfig config;
        config.address = table.text("address", "127.0.0.1");
        config.port = port(table, "port", 9464);
        table.refuse_others();
        return config;
    }

    DatabaseConfig database(ConfigTable table)
    {
        DatabaseConfig config;
        config.url = table.text("url", "");
        config.sql = path(table, "sql", "sql");
        table.refuse_others();
        return config;
    }

    WebhookConfig webhook(ConfigTable& table)
    {
        WebhookConfig config;
        config.name = table.text("name", "");
        if (config.name.empty()) {
            table.fault("name", "a short name, by which the webhook is counted and its place kept");
        }
        config.url = table.text("url", "");
        if (config.url.empty()) {
            table.fault("url", "an https address");
        }
        config.secret_file = path(table, "secret_file", "");
        if (config.secret_file.empty()) {
            table.fault("secret_file", "a file of mode 0600 that holds \"whsec_\" and the key in base64");
        }
        const std::string severity = table.text("min_severity", "serious");
        const auto named = severity_named(severity);
        if (!named) {
            table.fault("min_severity", "\"critical\", \"serious\", \"notice\" or \"info\"");
        }
        config.min_severity = named.value_or(model::Severity::serious);
        config.allow_private = table.flag("allow_private", false);
        table.refuse_others();
        return config;
    }

    static std::optional<model::Severity> severity_named(std::string_view name)
    {
        for (const auto severity :
             {model::Severity::critical, model::Severity::serious, model::Severity::notice, model::Severity::info}) {
            if (to_string(severity) == name) {
                return severity;
            }
        }
        return std::nullopt;
    }

    ConfigTable root_;
    fs::path folder_;
};

}  // namespace

Result<Config, std::vector<std::string>> load_config(const fs::path& file)
{
    using Faults = std::vector<std::string>;
    toml::table root;
    try {
        root = toml::parse_file(file.string());
    } catch (const toml::parse_error& error) {
        if (error.source().begin.line == 0) {
            return refuse(Faults{"the file cannot be read"});
        }
        return refuse(Faults{fmt::format("line {}: {}", error.source().begin.line, error.description())});
    }
    Reader reader{root, fs::absolute(file).parent_path()};
    Config config = reader.read();
    if (!reader.faults.empty()) {
        return refuse(std::move(reader.faults));
    }
    return config;
}

Config config_or_fail(const fs::path& file)
{
    auto config = load_config(file);
    if (config.has_value()) {
        return std::move(config).value();
    }
    std::string lines;
    for (const std::string& fault : config.error()) {
        lines += fmt::format("{}{}: {}", lines.empty() ? "" : "\n", file.string(), fault);
    }
    throw CommandFailed{2, lines};
}

std::string database_url(const Config& config)
{
    if (!config.database.url.empty()) {
        return config.database.url;
    }
    if (const char* url = std::getenv("CORDON_DATABASE_URL"); url != nullptr && *url != '\0') {
        return url;
    }
    throw CommandFailed{2,
                        "no database is named: set database.url in the configuration, or CORDON_DATABASE_URL, to a "
                        "PostgreSQL connection string such as postgresql://cordon@localhost/cordon"};
}

}  // namespace cordon::app
