// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/time.hpp>
#include <cordon/model/episode.hpp>
#include <cordon/model/order_document.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace cordon::app {

/// What is wrong in a file that a command was given, gathered so that all of it is told at once.
class InputFaults {
public:
    void add(const std::string& fault);

    /// Ends the command with CommandFailed{2} where there are any.
    void check() const;

private:
    std::string text_;
    std::size_t count_ = 0;
};

/// The whole of a file; `-` is standard input. CommandFailed{2} where it cannot be read.
[[nodiscard]] std::string read_input(const std::string& name);

/// The orders of a document; CommandFailed{2} with every fault by its JSON pointer.
[[nodiscard]] std::vector<model::OrderText> read_order_file(const std::string& name);

/// The instant an option gives; CommandFailed{2} where it is none.
[[nodiscard]] UtcTime time_option(const std::string& option, const std::string& text);

/// A line each on standard output.
void print_episodes(const std::vector<model::Episode>& episodes);

}  // namespace cordon::app
