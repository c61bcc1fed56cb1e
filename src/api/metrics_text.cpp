// SPDX-License-Identifier: Apache-2.0
#include "metrics_text.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace cordon::api {

namespace {

std::string escaped_help(std::string_view help)
{
    std::string text;
    for (const char c : help) {
        text += c == '\\' ? "\\\\" : (c == '\n' ? "\\n" : std::string(1, c));
    }
    return text;
}

std::string in_braces(std::string_view label)
{
    return label.empty() ? std::string{} : fmt::format("{{{}}}", label);
}

void append_latency(std::string& text, const Counters::Row& row, const Latency& latency)
{
    const std::string before = row.label.empty() ? std::string{} : row.label + ",";
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < Latency::buckets; ++i) {
        total += latency.count(i);
        const bool last = i + 1 == Latency::buckets;
        const std::string upper = last ? "+Inf" : fmt::format("{:.6g}", Latency::upper_seconds(i));
        fmt::format_to(std::back_inserter(text), "cordon_{}_bucket{{{}le=\"{}\"}} {}\n", row.name, before, upper,
                       total);
    }
    fmt::format_to(std::back_inserter(text), "cordon_{}_sum{} {:.6f}\n", row.name, in_braces(row.label),
                   static_cast<double>(latency.sum_microseconds()) / 1e6);
    fmt::format_to(std::back_inserter(text), "cordon_{}_count{} {}\n", row.name, in_braces(row.label), total);
}

std::string_view type_of(const Counters::Row& row)
{
    return row.counter != nullptr ? "counter" : (row.gauge != nullptr ? "gauge" : "histogram");
}

}  // namespace

std::string metrics_text(const Counters& counters)
{
    std::string text;
    std::string described;  // rows come by name: each name is described once
    counters.for_each([&](const Counters::Row& row) {
        if (row.name != described) {
            described = row.name;
            fmt::format_to(std::back_inserter(text), "# HELP cordon_{0} {1}\n# TYPE cordon_{0} {2}\n", row.name,
                           escaped_help(row.help), type_of(row));
        }
        if (row.counter != nullptr) {
            fmt::format_to(std::back_inserter(text), "cordon_{}{} {}\n", row.name, in_braces(row.label),
                           row.counter->value());
        } else if (row.gauge != nullptr) {
            fmt::format_to(std::back_inserter(text), "cordon_{}{} {}\n", row.name, in_braces(row.label),
                           row.gauge->value());
        } else if (row.latency != nullptr) {
            append_latency(text, row, *row.latency);
        }
    });
    return text;
}

}  // namespace cordon::api
