// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "message.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace cordon::api {

/// Bytes of one HTTP/1 request into a `Request`, in two steps: the head, whose caller decides how much body may come,
/// then the body.
class RequestParser {
public:
    /// Room for a cookie, a token and what browsers send; longer heads are refused.
    static constexpr std::uint32_t max_head = 16U << 10U;

    RequestParser();
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    enum class Step : std::uint8_t { more, head, done, bad, head_too_long, body_too_long };

    /// Takes bytes and says how many it used. `more`: give it the next. `head`: the head is read, once. `done`: all is.
    struct Put {
        Step step = Step::more;
        std::size_t used = 0;
    };

    [[nodiscard]] Put put(std::string_view bytes);

    /// How much body there may be; after `head`, before the next `put`. False where the head says that more comes.
    [[nodiscard]] bool allow_body(std::size_t most);

    /// After `head`, whether a body comes.
    [[nodiscard]] bool expects_body() const;
    /// After `head`, whether the client waits for "100 Continue".
    [[nodiscard]] bool expects_continue() const;
    /// After `head`, whether the client may send another request on this connection.
    [[nodiscard]] bool keeps_alive() const;

    /// The head as a request without its body, after `head`; nothing where its target is not in origin form.
    [[nodiscard]] std::optional<Request> head() const;
    /// The body, after `done`.
    [[nodiscard]] std::string take_body();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace cordon::api
