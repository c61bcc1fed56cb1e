// SPDX-License-Identifier: Apache-2.0
#include "input_file.hpp"

#include "command.hpp"

#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

namespace cordon::app {

namespace {

/// So many faults of a file are named; a file of another kind would name each of its lines.
constexpr std::size_t most_faults = 100;

}  // namespace

void InputFaults::add(const std::string& fault)
{
    if (count_++ < most_faults) {
        text_ += (text_.empty() ? "" : "\n") + fault;
    }
}

void InputFaults::check() const
{
    if (count_ > most_faults) {
        throw CommandFailed{2, text_ + "\n… and " + std::to_string(count_ - most_faults) + " more"};
    }
    if (count_ > 0) {
        throw CommandFailed{2, text_};
    }
}

std::string read_input(const std::string& name)
{
    if (name == "-") {
        return {std::istreambuf_iterator<char>{std::cin}, {}};
    }
    std::ifstream file{name, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (!file.is_open() || file.bad()) {
        throw CommandFailed{2, name + ": cannot be read; give a file, or - for standard input"};
    }
    return text;
}

std::vector<model::OrderText> read_order_file(const std::string& name)
{
    auto document = model::read_order_document(read_input(name));
    if (!document.has_value()) {
        InputFaults faults;
        for (const auto& fault : document.error()) {
            faults.add(name + ": " + (fault.pointer.empty() ? "/" : fault.pointer) + ": " + fault.what);
        }
        faults.check();
    }
    return std::move(document.value().orders);
}

UtcTime time_option(const std::string& option, const std::string& text)
{
    const auto at = parse_utc(text);
    if (!at) {
        throw CommandFailed{2, option + " is " + text + "; must be a time such as 2026-03-29T00:59:30Z"};
    }
    return *at;
}

void print_episodes(const std::vector<model::Episode>& episodes)
{
    for (const model::Episode& episode : episodes) {
        std::cout << model::to_json(episode) << '\n';
    }
}

}  // namespace cordon::app
