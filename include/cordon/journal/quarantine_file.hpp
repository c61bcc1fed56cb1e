// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/counters.hpp>
#include <cordon/core/result.hpp>
#include <cordon/port/quarantine.hpp>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <vector>

namespace cordon::journal {

/// The quarantine on disk: two files that take turns, so the newest are always there and the whole never exceeds its
/// bound. A thread of its own writes them, unsynced: they are for a person who looks why a tag is not let in, and
/// decide nothing.
///
/// Threads: `keep` by any; the destructor writes what is waiting and ends the thread.
class QuarantineFile final : public port::Quarantine {
public:
    struct Options {
        std::filesystem::path folder;  ///< made where it is missing, mode 0700
        /// Both files together. 64 MiB: at least 16,000 entries of the longest kind.
        std::size_t max_bytes = std::size_t{64} << 20U;
        /// Entries waiting for the disk: 4 MiB where each has all 4 KiB; what comes beyond it is counted as dropped.
        std::size_t max_waiting = 1024;
    };

    /// A fault where the folder cannot be made or written, or another process holds it.
    [[nodiscard]] static Result<std::unique_ptr<QuarantineFile>> open(const Options& options, Counters& counters);

    ~QuarantineFile() override;
    QuarantineFile(const QuarantineFile&) = delete;
    QuarantineFile& operator=(const QuarantineFile&) = delete;
    QuarantineFile(QuarantineFile&&) = delete;
    QuarantineFile& operator=(QuarantineFile&&) = delete;

    void keep(port::QuarantinedBytes bytes) noexcept override;

    /// Returns once all that was kept before the call is written (or counted as dropped). Any thread.
    void flush();

private:
    class Impl;
    explicit QuarantineFile(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

/// What the quarantine in `folder` holds, oldest first; beside a running daemon too. A fault where it cannot be read;
/// an entry cut short by a crash is where reading a file ends.
[[nodiscard]] Result<std::vector<port::QuarantinedBytes>> read_quarantine(const std::filesystem::path& folder);

}  // namespace cordon::journal
