// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace cordon::notify {

/// What one attempt came to.
struct Attempt {
    enum class Outcome : std::uint8_t { taken, failed, stopped };
    Outcome outcome = Outcome::failed;
    long status = 0;     ///< of HTTP; 0 where there was none
    std::string reason;  ///< a word to count by: "status", "timeout", "connect", "tls", "forbidden_address"
};

/// Posts messages to one URL over a connection it keeps. One thread.
class Delivery {
public:
    struct Target {
        std::string url;
        bool allow_private = false;
        std::chrono::milliseconds deadline{};
    };

    explicit Delivery(Target target);
    ~Delivery();
    Delivery(const Delivery&) = delete;
    Delivery& operator=(const Delivery&) = delete;

    /// One attempt, signed for now. Blocks until its answer, the deadline, or `stop`. Only 2xx is taken; redirects are
    /// not followed.
    [[nodiscard]] Attempt post(std::string_view id, std::string_view body, ByteView secret, std::stop_token stop);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace cordon::notify
