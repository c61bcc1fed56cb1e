// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>
#include <cordon/core/result.hpp>

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <utility>

namespace cordon::journal {

/// The two calls whose failure decides what may be acknowledged. Tests put others in their place to see it; nothing
/// else does, and then beside the thread that makes a segment ready.
struct DiskCalls {
    std::atomic<ssize_t (*)(int, const void*, std::size_t, off_t)> pwrite;
    std::atomic<int (*)(int)> fdatasync;
};

extern DiskCalls disk_calls;

/// An open file, closed on exec and with its last owner.
class File {
public:
    File() = default;

    File(int descriptor, std::filesystem::path path) : descriptor_{descriptor}, path_{std::move(path)} {}

    File(File&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)}, path_{std::move(other.path_)} {}

    File& operator=(File&& other) noexcept
    {
        std::swap(descriptor_, other.descriptor_);
        std::swap(path_, other.path_);
        return *this;
    }

    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File();

    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

    [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    int descriptor_ = -1;
    std::filesystem::path path_;
};

/// "<path> <doing>: <the system's reason>".
[[nodiscard]] Fault disk_fault(const std::filesystem::path& path, const char* doing);

/// O_CLOEXEC is added; what it makes has mode 0600.
[[nodiscard]] Result<File> open_file(const std::filesystem::path& path, int flags);

/// Makes the folder where it is missing (those above it too), sets its mode to 0700 and takes it for this process
/// alone until the file that is returned is closed.
[[nodiscard]] Result<File> hold_folder(const std::filesystem::path& folder);

/// All of it, or a fault.
[[nodiscard]] Result<void> write_at(const File& file, ByteView bytes, std::uint64_t position);

/// As many zeros.
[[nodiscard]] Result<void> write_zeros(const File& file, std::uint64_t position, std::uint64_t count);

/// As many bytes as there are, up to all of `out`; returns how many.
[[nodiscard]] Result<std::size_t> read_at(const File& file, std::span<std::uint8_t> out, std::uint64_t position);

[[nodiscard]] Result<std::uint64_t> size_of(const File& file);
[[nodiscard]] Result<void> sync_data(const File& file);

/// Makes renames and removals in it durable.
[[nodiscard]] Result<void> sync_folder(const std::filesystem::path& folder);

}  // namespace cordon::journal
