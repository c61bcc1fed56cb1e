// SPDX-License-Identifier: Apache-2.0
#include <cordon/core/log.hpp>

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>

namespace cordon::log {

namespace {

bool is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view{"_-.:/+,@%"}.find(c) != std::string_view::npos;
}

void append_quoted(std::string& out, std::string_view text)
{
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7f) {
            out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        } else {
            out += c;
        }
    }
    out += '"';
}

}  // namespace

std::string line(std::string_view event, Fields fields)
{
    std::string out{event};
    for (const Field& field : fields) {
        out += ' ';
        out += field.name;
        out += '=';
        if (!field.value.text.empty() && std::ranges::all_of(field.value.text, is_plain)) {
            out += field.value.text;
        } else {
            append_quoted(out, field.value.text);
        }
    }
    return out;
}

void info(std::string_view event, Fields fields)
{
    spdlog::info("{}", line(event, fields));
}

void warn(std::string_view event, Fields fields)
{
    spdlog::warn("{}", line(event, fields));
}

void error(std::string_view event, Fields fields)
{
    spdlog::error("{}", line(event, fields));
}

void start(std::string_view level)
{
    auto logger = std::make_shared<spdlog::logger>("cordon", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    logger->set_level(spdlog::level::from_str(std::string{level}));
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

void set_level(std::string_view level)
{
    spdlog::set_level(spdlog::level::from_str(std::string{level}));
}

}  // namespace cordon::log
