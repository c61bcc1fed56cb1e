// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "message.hpp"
#include "routes.hpp"

#include <string_view>

namespace cordon::api {

/// Reads the body of a document route. Pure; may take seconds for a body of 200 MiB, so
/// it is called on the worker thread.
[[nodiscard]] ReadDocument read_document(std::string_view body, BodyKind kind);

}  // namespace cordon::api
