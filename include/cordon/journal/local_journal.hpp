// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/counters.hpp>
#include <cordon/core/result.hpp>
#include <cordon/port/journal.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace cordon::journal {

/// How much of what is there `open` reads before it lets anything be appended.
enum class StartCheck : std::uint8_t {
    every_segment,   ///< all of it
    newest_segment,  ///< for an owner that reads all of it anyway before it acts on anything, as the daemon does
};

/// The journal on this machine's disk: a folder of segments (src/journal/README.md has the bytes and the reasons).
///
/// Threads: `append` by one, the writer's; `end` and `read` by any; a reader belongs to the thread that asked for it
/// and may outlive the journal.
class LocalJournal final : public port::Journal {
public:
    struct Options {
        std::filesystem::path folder;  ///< made where it is missing, mode 0700
        /// 64 MiB: some 250,000 fixes, so a new file every five minutes at the first load; zeroed ahead in well under a
        /// second; few enough files in a year. A record that is larger gets a segment as large as it needs.
        std::size_t segment_bytes = std::size_t{64} << 20U;
        StartCheck check = StartCheck::every_segment;
    };

    /// Takes the folder for this process alone, reads it, and cuts the tail that an interrupted append left. A fault,
    /// with a sentence for the operator: held by another process, not writable, or damaged (file, byte and offset
    /// named): what was durable is never skipped and never cut.
    [[nodiscard]] static Result<std::unique_ptr<LocalJournal>> open(const Options& options, Counters& counters);

    ~LocalJournal() override;
    LocalJournal(const LocalJournal&) = delete;
    LocalJournal& operator=(const LocalJournal&) = delete;
    LocalJournal(LocalJournal&&) = delete;
    LocalJournal& operator=(LocalJournal&&) = delete;

    /// One write and one sync, however many records (`port::Journal`). After one fault every further call is refused.
    [[nodiscard]] Result<Offset> append(std::span<const model::Record> records) override;

    [[nodiscard]] Offset end() const noexcept override;
    [[nodiscard]] std::unique_ptr<port::JournalReader> read(Offset after) const override;

private:
    class Impl;
    explicit LocalJournal(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace cordon::journal
