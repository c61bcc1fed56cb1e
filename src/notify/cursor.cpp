// SPDX-License-Identifier: Apache-2.0
#include "cursor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>

namespace cordon::notify {

namespace {

constexpr mode_t file_mode = 0600;

/// A descriptor that closes.
class Descriptor {
public:
    explicit Descriptor(int descriptor) noexcept : descriptor_{descriptor} {}

    ~Descriptor()
    {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int get() const noexcept { return descriptor_; }

private:
    int descriptor_;
};

Result<void> failed(const std::filesystem::path& file, const char* what)
{
    return refuse(file.string() + " cannot be " + what + ": " + std::generic_category().message(errno));
}

bool write_all(int descriptor, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

Result<void> write_synced(const std::filesystem::path& file, int flags, std::string_view text)
{
    const Descriptor out{::open(file.c_str(), flags | O_WRONLY | O_CREAT | O_CLOEXEC, file_mode)};
    if (out.get() < 0 || !write_all(out.get(), text) || ::fdatasync(out.get()) != 0) {
        return failed(file, "written");
    }
    return done();
}

}  // namespace

Result<std::optional<Progress>> Cursor::read() const
{
    std::ifstream in{file_};
    if (!in.is_open()) {
        return std::optional<Progress>{};
    }
    std::string place;
    std::string since;
    in >> place >> since;
    const auto told = model::parse_stream_id(place);
    const auto at = parse_utc(since);
    if (!told || (since != "-" && !at)) {
        return refuse(file_.string() + " is no cursor of a channel; take it away to begin from now");
    }
    return std::optional{Progress{.told = *told, .failing_since = at}};
}

Result<void> Cursor::write(const Progress& progress) const
{
    const std::string since = progress.failing_since ? to_rfc3339(*progress.failing_since) : "-";
    std::filesystem::path next = file_;
    next += ".next";
    CORDON_CHECK(write_synced(next, O_TRUNC, model::to_string(progress.told) + " " + since + "\n"));
    if (::rename(next.c_str(), file_.c_str()) != 0) {
        return failed(file_, "replaced");
    }
    const Descriptor folder{::open(file_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (folder.get() < 0 || ::fsync(folder.get()) != 0) {
        return failed(file_.parent_path(), "synced");
    }
    return done();
}

Result<void> append_line(const std::filesystem::path& file, std::string_view line)
{
    return write_synced(file, O_APPEND, std::string{line} + "\n");
}

}  // namespace cordon::notify
