// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "config.hpp"

#include <filesystem>

namespace cordon::app {

/// The daemon: makes every part in the order a fix meets it, runs until SIGTERM or SIGINT, drains and stops. Throws
/// CommandFailed with one sentence where a part cannot start; nothing is left half started then. `file` is where
/// `config` was read, for SIGHUP.
void run(const Config& config, const std::filesystem::path& file);

}  // namespace cordon::app
