// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/result.hpp>
#include <cordon/core/time.hpp>
#include <cordon/sim/tag.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>

namespace cordon::sim {

/// Every observation the server acknowledged, a JSON line each, handed to the system with each acknowledgement: what is
/// in it must be in the journal, whatever was killed when. What was sent and never acknowledged is not in it.
/// `{"device":…,"fix_time":…,"lat":…,"lon":…,"acked":…}`, with `"valid":false` where the tag had no fix and `"event"`
/// where it told one. One thread.
class Ledger {
public:
    /// Begins the file anew; refused where it cannot be written.
    [[nodiscard]] static Result<Ledger> open(const std::filesystem::path& path);

    /// Refused where the disk is.
    [[nodiscard]] Result<void> acknowledged(const DeviceId& device, std::span<const Reported> records, UtcTime at);

private:
    struct Close {
        void operator()(std::FILE* file) const noexcept;
    };

    using File = std::unique_ptr<std::FILE, Close>;

    Ledger(File file, std::filesystem::path path) : file_{std::move(file)}, path_{std::move(path)} {}

    File file_;
    std::filesystem::path path_;
};

}  // namespace cordon::sim
