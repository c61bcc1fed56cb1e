// SPDX-License-Identifier: Apache-2.0
#include "disk.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace cordon::journal {

DiskCalls disk_calls{.pwrite = ::pwrite, .fdatasync = ::fdatasync};

namespace {

constexpr mode_t file_mode = 0600;
constexpr mode_t folder_mode = 0700;

int open_again(const std::filesystem::path& path, int flags) noexcept
{
    int descriptor = -1;
    do {
        descriptor = ::open(path.c_str(), flags | O_CLOEXEC, file_mode);
    } while (descriptor < 0 && errno == EINTR);
    return descriptor;
}

}  // namespace

File::~File()
{
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

Fault disk_fault(const std::filesystem::path& path, const char* doing)
{
    return {path.string() + ' ' + doing + ": " + std::system_category().message(errno)};
}

Result<File> open_file(const std::filesystem::path& path, int flags)
{
    const int descriptor = open_again(path, flags);
    if (descriptor < 0) {
        return refuse(disk_fault(path, "cannot be opened"));
    }
    return File{descriptor, path};
}

Result<File> hold_folder(const std::filesystem::path& folder)
{
    std::error_code above;
    if (folder.has_parent_path()) {
        std::filesystem::create_directories(folder.parent_path(), above);
    }
    if (::mkdir(folder.c_str(), folder_mode) != 0 && errno != EEXIST) {
        return refuse(disk_fault(folder, "cannot be made"));
    }
    File held{open_again(folder, O_RDONLY | O_DIRECTORY), folder};
    if (!held.is_open()) {
        return refuse(disk_fault(folder, "cannot be opened as a folder"));
    }
    if (::flock(held.descriptor(), LOCK_EX | LOCK_NB) != 0) {
        return errno == EWOULDBLOCK ? refuse(Fault{folder.string() + " is held by another cordon process"})
                                    : refuse(disk_fault(folder, "cannot be locked"));
    }
    if (::fchmod(held.descriptor(), folder_mode) != 0) {
        return refuse(disk_fault(folder, "cannot be kept from others (mode 0700)"));
    }
    if (::faccessat(held.descriptor(), ".", W_OK | X_OK, AT_EACCESS) != 0) {
        return refuse(disk_fault(folder, "cannot be written"));
    }
    return held;
}

Result<void> write_at(const File& file, ByteView bytes, std::uint64_t position)
{
    while (!bytes.empty()) {
        const ssize_t n =
            disk_calls.pwrite.load()(file.descriptor(), bytes.data(), bytes.size(), static_cast<off_t>(position));
        if (n < 0 && errno == EINTR) {
            continue;  // nothing was written
        }
        if (n <= 0) {
            return refuse(disk_fault(file.path(), "cannot be written"));
        }
        bytes = bytes.subspan(static_cast<std::size_t>(n));
        position += static_cast<std::uint64_t>(n);
    }
    return done();
}

Result<void> write_zeros(const File& file, std::uint64_t position, std::uint64_t count)
{
    const Bytes zeros(std::min<std::uint64_t>(count, 1U << 20U));
    while (count > 0) {
        const auto n = std::min<std::uint64_t>(count, zeros.size());
        CORDON_CHECK(write_at(file, ByteView{zeros}.first(n), position));
        position += n;
        count -= n;
    }
    return done();
}

Result<std::size_t> read_at(const File& file, std::span<std::uint8_t> out, std::uint64_t position)
{
    std::size_t got = 0;
    while (got < out.size()) {
        const ssize_t n =
            ::pread(file.descriptor(), out.data() + got, out.size() - got, static_cast<off_t>(position + got));
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return refuse(disk_fault(file.path(), "cannot be read"));
        }
        if (n == 0) {
            break;
        }
        got += static_cast<std::size_t>(n);
    }
    return got;
}

Result<std::uint64_t> size_of(const File& file)
{
    struct stat status{};
    if (::fstat(file.descriptor(), &status) != 0) {
        return refuse(disk_fault(file.path(), "cannot be looked at"));
    }
    return static_cast<std::uint64_t>(status.st_size);
}

Result<void> sync_data(const File& file)
{
    // Never again after a failure, an interrupted call included: the kernel may have told it once and forgotten.
    if (disk_calls.fdatasync.load()(file.descriptor()) != 0) {
        return refuse(disk_fault(file.path(), "cannot be synced"));
    }
    return done();
}

Result<void> sync_folder(const std::filesystem::path& folder)
{
    CORDON_TRY(const File opened, open_file(folder, O_RDONLY | O_DIRECTORY));
    if (::fsync(opened.descriptor()) != 0) {
        return refuse(disk_fault(folder, "cannot be synced"));
    }
    return done();
}

}  // namespace cordon::journal
