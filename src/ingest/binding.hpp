// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>
#include <cordon/ingest/ingest.hpp>
#include <cordon/wire/protocol.hpp>

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cordon::ingest {

/// A bound socket that no thread serves yet; closed with this unless somebody took it.
class Descriptor {
public:
    explicit Descriptor(int number) noexcept : number_{number} {}

    Descriptor(Descriptor&& other) noexcept : number_{other.release()} {}

    Descriptor& operator=(Descriptor&&) = delete;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor()
    {
        if (number_ >= 0) {
            ::close(number_);
        }
    }

    [[nodiscard]] int number() const noexcept { return number_; }

    [[nodiscard]] int release() noexcept { return std::exchange(number_, -1); }

private:
    int number_;
};

/// The sockets of one listener over one transport: one a thread, all on one address.
struct BoundSockets {
    Bound where;
    const Listener* listener = nullptr;
    std::vector<Descriptor> each_thread;
};

/// Binds them; a fault names the address, what is wrong with it and what would help. TCP sockets listen.
[[nodiscard]] Result<BoundSockets> bind_listener(const Listener& listener, wire::Transport transport,
                                                 std::uint16_t port, std::size_t threads);

}  // namespace cordon::ingest
