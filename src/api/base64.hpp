// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>

#include <cstddef>
#include <string>

namespace cordon::api {

/// RFC 4648 §5, without padding.
[[nodiscard]] std::string base64url(ByteView bytes);

/// So many random bytes of the system's, in base64url.
[[nodiscard]] std::string random_base64url(std::size_t bytes);

}  // namespace cordon::api
