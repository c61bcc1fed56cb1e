// SPDX-License-Identifier: Apache-2.0
#include "disk.hpp"
#include "quarantine_codec.hpp"

#include <cordon/core/log.hpp>
#include <cordon/journal/quarantine_file.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <iterator>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace cordon::journal {

namespace {

constexpr const char* newer_name = "newer";
constexpr const char* older_name = "older";

Result<Bytes> read_whole(const File& file)
{
    CORDON_TRY(const auto size, size_of(file));
    Bytes bytes(size);
    CORDON_TRY(const auto got, read_at(file, bytes, 0));
    bytes.resize(got);
    return bytes;
}

/// The file that entries are added to.
struct Newer {
    File file;
    std::uint64_t position = 0;
    std::uint64_t number = 0;
};

Result<Newer> open_newer(const std::filesystem::path& folder)
{
    Newer newer;
    CORDON_TRY(newer.file, open_file(folder / newer_name, O_RDWR | O_CREAT));
    CORDON_TRY(const auto bytes, read_whole(newer.file));
    const Entries found = read_entries(bytes);
    if (::ftruncate(newer.file.descriptor(), static_cast<off_t>(found.end)) != 0) {
        return refuse(disk_fault(newer.file.path(), "cannot be cut to its last whole entry"));
    }
    newer.position = found.end;
    newer.number = found.entries.size();
    return newer;
}

}  // namespace

class QuarantineFile::Impl {
public:
    Impl(File held, Options options, Newer newer, Counters& counters)
        : held_{std::move(held)},
          options_{std::move(options)},
          newer_{std::move(newer)},
          kept_{counters.counter("quarantine_kept_total", "", "Entries written to the quarantine.")},
          dropped_{counters.counter("quarantine_dropped_total", "reason=\"full\"",
                                    "Entries that the quarantine could not keep.")},
          failed_{counters.counter("quarantine_dropped_total", "reason=\"disk\"",
                                   "Entries that the quarantine could not keep.")},
          thread_{[this](const std::stop_token& stopping) { run(stopping); }}
    {
    }

    void keep(port::QuarantinedBytes bytes) noexcept
    {
        try {
            bytes.bytes.resize(std::min(bytes.bytes.size(), max_quarantined_bytes));
            const std::scoped_lock lock{mutex_};
            if (waiting_.size() >= options_.max_waiting) {
                dropped_.add();
                return;
            }
            waiting_.push_back(std::move(bytes));
            ++taken_;
        } catch (const std::exception&) {
            dropped_.add();  // no memory for it
            return;
        }
        changed_.notify_all();
    }

    void flush()
    {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this, all = taken_] { return written_ >= all; });
    }

private:
    void run(const std::stop_token& stopping)
    {
        std::vector<port::QuarantinedBytes> batch;
        while (take(batch, stopping)) {
            write(batch);
            {
                const std::scoped_lock lock{mutex_};
                written_ += batch.size();
            }
            changed_.notify_all();
            batch.clear();
        }
    }

    /// What is waiting, once there is something; false where there is nothing and it is over.
    bool take(std::vector<port::QuarantinedBytes>& batch, const std::stop_token& stopping)
    {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, stopping, [this] { return !waiting_.empty(); });
        batch.swap(waiting_);
        return !batch.empty();
    }

    void write(const std::vector<port::QuarantinedBytes>& batch)
    {
        for (const port::QuarantinedBytes& entry : batch) {
            if (const auto written = write(entry); written.has_value()) {
                kept_.add();
            } else {
                failed_.add();
                log::warn("quarantine_not_written", {{"reason", written.error().what}});
            }
        }
    }

    Result<void> write(const port::QuarantinedBytes& entry)
    {
        Bytes frame;
        append_entry(entry, newer_.number + 1, frame);
        if (newer_.position + frame.size() > options_.max_bytes / 2) {
            CORDON_CHECK(change_files());
            frame.clear();
            append_entry(entry, newer_.number + 1, frame);
        }
        CORDON_CHECK(write_at(newer_.file, frame, newer_.position));
        newer_.position += frame.size();
        ++newer_.number;
        return done();
    }

    /// The newer file becomes the older one, whose entries go.
    Result<void> change_files()
    {
        const auto older = options_.folder / older_name;
        if (::rename(newer_.file.path().c_str(), older.c_str()) != 0 && errno != ENOENT) {
            return refuse(disk_fault(older, "cannot take the place of the one before"));
        }
        CORDON_TRY(newer_, open_newer(options_.folder));
        return done();
    }

    File held_;
    Options options_;
    Newer newer_;  // the thread's own
    Counter& kept_;
    Counter& dropped_;
    Counter& failed_;

    // Any thread that meets bytes to be kept, and the one that writes them, meet here. A ring would need one a
    // producer, and producers are every ingest thread; nothing waits here for longer than a swap of two vectors.
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::vector<port::QuarantinedBytes> waiting_;
    std::uint64_t taken_ = 0;
    std::uint64_t written_ = 0;

    std::jthread thread_;  // the last member: it writes what is waiting and ends before the others go
};

Result<std::unique_ptr<QuarantineFile>> QuarantineFile::open(const Options& options, Counters& counters)
{
    CORDON_TRY(auto held, hold_folder(options.folder));
    CORDON_TRY(auto newer, open_newer(options.folder));
    auto impl = std::make_unique<Impl>(std::move(held), options, std::move(newer), counters);
    return std::unique_ptr<QuarantineFile>{new QuarantineFile{std::move(impl)}};
}

QuarantineFile::QuarantineFile(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}

QuarantineFile::~QuarantineFile() = default;

void QuarantineFile::keep(port::QuarantinedBytes bytes) noexcept
{
    impl_->keep(std::move(bytes));
}

void QuarantineFile::flush()
{
    impl_->flush();
}

Result<std::vector<port::QuarantinedBytes>> read_quarantine(const std::filesystem::path& folder)
{
    std::vector<port::QuarantinedBytes> all;
    for (const char* name : {older_name, newer_name}) {
        const std::filesystem::path path = folder / name;
        std::error_code unknown;
        if (!std::filesystem::exists(path, unknown) && !unknown) {
            continue;  // nothing was kept yet
        }
        CORDON_TRY(const auto file, open_file(path, O_RDONLY));
        CORDON_TRY(const auto bytes, read_whole(file));
        Entries found = read_entries(bytes);
        all.insert(all.end(), std::make_move_iterator(found.entries.begin()),
                   std::make_move_iterator(found.entries.end()));
    }
    return all;
}

}  // namespace cordon::journal
