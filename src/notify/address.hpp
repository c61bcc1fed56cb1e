// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>

#include <sys/socket.h>

#include <string>

namespace cordon::notify {

/// Whether an address is one that a message may go to without leave: not loopback, private, link-local, shared,
/// multicast, reserved, or an IPv6 form of any of these.
[[nodiscard]] bool is_public(const sockaddr& address) noexcept;

/// Checks what an administrator set: https (http only where a private host is allowed), a host, no user or password.
[[nodiscard]] Result<void> check_url(const std::string& url, bool allow_private);

}  // namespace cordon::notify
