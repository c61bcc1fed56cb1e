// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/device.hpp>

#include <string>

namespace cordon::port {

/// Bytes that were not let into the journal, and why.
struct QuarantinedBytes {
    UtcTime received;
    model::Protocol protocol = model::Protocol::teltonika;
    std::string peer;
    std::string reason;  ///< a word to count by: "unknown_device", "crc", "not_a_login"
    Bytes bytes;         ///< cut at 4 KiB
};

/// Where bytes go that are not from a registered device or cannot be read: bounded, the oldest make room.
class Quarantine {
public:
    virtual ~Quarantine() = default;

    /// Keeps them, or counts them as dropped where the disk cannot keep up; never waits for the disk. Any thread.
    virtual void keep(QuarantinedBytes bytes) noexcept = 0;
};

}  // namespace cordon::port
