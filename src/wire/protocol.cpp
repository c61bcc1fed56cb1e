// SPDX-License-Identifier: Apache-2.0
#include <cordon/wire/protocol.hpp>
#include <cordon/wire/teltonika.hpp>

namespace cordon::wire {

std::string_view to_string(WireError error) noexcept
{
    switch (error) {
        case WireError::truncated:
            return "truncated";
        case WireError::trailing:
            return "trailing";
        case WireError::length:
            return "length";
        case WireError::oversize:
            return "oversize";
        case WireError::preamble:
            return "preamble";
        case WireError::crc:
            return "crc";
        case WireError::count:
            return "count";
        case WireError::codec:
            return "codec";
        case WireError::identity:
            return "identity";
    }
    return "unknown";
}

std::string_view to_string(Outcome outcome) noexcept
{
    switch (outcome) {
        case Outcome::fix:
            return "fix";
        case Outcome::status:
            return "status";
        case Outcome::login:
            return "login";
        case Outcome::heartbeat:
            return "heartbeat";
        case Outcome::none:
            return "none";
    }
    return "none";
}

const Dialect* dialect_of(model::Protocol protocol, Transport transport) noexcept
{
    if (protocol == model::Protocol::teltonika) {
        return transport == Transport::tcp ? &teltonika::over_tcp() : &teltonika::over_udp();
    }
    return nullptr;
}

}  // namespace cordon::wire
