// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::model {

/// The wire format a device speaks; the names are those of the listeners (interface.md, Network).
enum class Protocol : std::uint8_t {
    teltonika,
    queclink,
    gt06,
    megastek,
    eelink,
    watch,
    minifinder2,
    osmand,
    owntracks,
    feeder,  ///< a vendor's platform through POST /v1/observations
};

[[nodiscard]] std::string_view to_string(Protocol protocol) noexcept;
[[nodiscard]] std::optional<Protocol> protocol_named(std::string_view name) noexcept;

/// Which input says that the strap is open: a body-worn build wires its strap loop to an input of the tag
/// (protocols/spec/teltonika.md §5).
struct StrapInput {
    std::uint16_t io = 0;
    std::uint64_t open = 0;  ///< the value that means open; any other means closed

    bool operator==(const StrapInput&) const = default;
};

/// A registered device: only these are let in.
struct Device {
    DeviceId id;
    Protocol protocol = Protocol::teltonika;
    std::optional<std::string> model;
    std::int32_t clock_offset_min = 0;  ///< minutes the device's clock is ahead of UTC
    bool io16_group = false;            ///< Teltonika: old firmware with a fifth IO group of 16-byte values
    std::optional<StrapInput> strap_input;
    std::vector<std::string> source_ranges;  ///< "10.0.0.0/8"; empty: any address its listener takes

    bool operator==(const Device&) const = default;
};

}  // namespace cordon::model
