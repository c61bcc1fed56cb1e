// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "message.hpp"
#include "routes.hpp"

#include <functional>
#include <string_view>

namespace cordon::api {

using OrderCheck = std::function<std::vector<model::DocumentFault>(const model::Order&)>;

/// Reads the body of a document route and checks each order further. Pure; may take seconds for a body of 200 MiB, so
/// it is called on the worker thread.
[[nodiscard]] ReadDocument read_document(std::string_view body, BodyKind kind, const OrderCheck& check);

}  // namespace cordon::api
