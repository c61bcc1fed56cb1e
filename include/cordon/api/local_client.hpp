// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>

#include <chrono>
#include <filesystem>
#include <string>

namespace cordon::api {

struct LocalRequest {
    std::string method = "GET";
    std::string target;  ///< "/v1/tokens"
    std::string body;    ///< JSON; empty: none
    std::chrono::milliseconds deadline = std::chrono::minutes{5};
};

struct LocalReply {
    unsigned status = 0;
    std::string body;
};

/// Why there was no reply. `absent`: nobody listens there, so no daemon runs. `failed`: somebody does, and it went
/// wrong.
struct LocalError {
    enum class Kind { absent, failed };
    Kind kind = Kind::failed;
    std::string what;  ///< a sentence for the operator
};

/// Asks the daemon that listens on `socket` (`<state>/cordon.sock`; a path of any length) and waits for its answer.
/// Any thread; blocks until the deadline at most.
[[nodiscard]] Result<LocalReply, LocalError> local_request(const std::filesystem::path& socket,
                                                           const LocalRequest& request);

}  // namespace cordon::api
