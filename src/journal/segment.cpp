// SPDX-License-Identifier: Apache-2.0
#include "segment.hpp"

#include "frame.hpp"
#include "little_endian.hpp"

#include <cordon/journal/record_codec.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <random>
#include <string_view>
#include <system_error>

namespace cordon::journal {

namespace {

constexpr std::string_view magic = "CORDONSG";
constexpr std::uint32_t format = 1;
constexpr std::string_view extension = ".segment";
constexpr std::string_view blank_name = "next.blank";
constexpr std::size_t digits = 20;  // of the largest number there is

// Where the header's numbers stand.
constexpr std::size_t at_check = 8;
constexpr std::size_t at_format = 12;
constexpr std::size_t at_kind = 16;
constexpr std::size_t at_first = 24;
constexpr std::size_t at_salt = 32;
constexpr std::size_t at_bytes = 40;

/// Four of the largest records: more than any segment is made with (Options are checked against it).
constexpr std::uint64_t max_segment_bytes = std::uint64_t{max_record_bytes} * 4;

std::optional<std::uint64_t> first_of(std::string_view name)
{
    if (name.size() != digits + extension.size() || !name.ends_with(extension)) {
        return std::nullopt;
    }
    std::uint64_t first = 0;
    const std::string number{name.substr(0, digits)};
    const auto [end, error] = std::from_chars(number.data(), number.data() + digits, first);
    return error == std::errc{} && end == number.data() + digits && first > 0 ? std::optional{first} : std::nullopt;
}

}  // namespace

Bytes encode_header(const SegmentHeader& header)
{
    Bytes page(header_bytes);
    std::ranges::copy(as_bytes(magic), page.begin());
    store(page, at_format, format);
    store(page, at_kind, static_cast<std::uint32_t>(header.kind));
    store(page, at_first, header.first);
    store(page, at_salt, header.salt);
    store(page, at_bytes, header.bytes);
    store(page, at_check, salted_crc32c(header.salt, ByteView{page}.subspan(at_format)));
    return page;
}

Result<SegmentHeader> decode_header(ByteView bytes, LogKind kind)
{
    if (bytes.size() < header_bytes || as_text(bytes.first(magic.size())) != magic) {
        return refuse("the header at byte 0 is not a segment's");
    }
    const ByteView page = bytes.first(header_bytes);
    const SegmentHeader header{.kind = static_cast<LogKind>(load<std::uint32_t>(page, at_kind)),
                               .first = load<std::uint64_t>(page, at_first),
                               .salt = load<std::uint64_t>(page, at_salt),
                               .bytes = load<std::uint64_t>(page, at_bytes)};
    if (load<std::uint32_t>(page, at_check) != salted_crc32c(header.salt, page.subspan(at_format))) {
        return refuse("the header at byte 0 does not match its check");
    }
    if (const auto found = load<std::uint32_t>(page, at_format); found != format) {
        return refuse("the segment has format " + std::to_string(found) + "; this release reads format 1");
    }
    if (header.kind != kind || header.first == 0 || header.bytes < header_bytes || header.bytes > max_segment_bytes) {
        return refuse("the header at byte 0 is another kind of log's");
    }
    return header;
}

std::string segment_name(std::uint64_t first)
{
    const std::string number = std::to_string(first);
    return std::string(digits - number.size(), '0') + number + std::string{extension};
}

Result<std::vector<SegmentPath>> list_segments(const std::filesystem::path& folder)
{
    std::error_code error;
    std::filesystem::directory_iterator entry{folder, error};
    std::vector<SegmentPath> segments;
    for (; !error && entry != std::filesystem::directory_iterator{}; entry.increment(error)) {
        if (const auto first = first_of(entry->path().filename().string())) {
            segments.push_back({.path = entry->path(), .first = *first});
        }
    }
    if (error) {
        return refuse(folder.string() + " cannot be read: " + error.message());
    }
    std::ranges::sort(segments, {}, &SegmentPath::first);
    return segments;
}

Result<File> make_blank(const std::filesystem::path& folder, std::uint64_t bytes, Blank blank)
{
    remove_blank(folder);
    CORDON_TRY(auto file, open_file(folder / blank_name, O_RDWR | O_CREAT | O_EXCL));
    if (blank == Blank::promised) {
        if (::ftruncate(file.descriptor(), static_cast<off_t>(bytes)) != 0) {
            return refuse(disk_fault(file.path(), "cannot be made"));
        }
        return file;
    }
    CORDON_CHECK(write_zeros(file, 0, bytes));
    CORDON_CHECK(sync_data(file));
    return file;
}

Result<File> name_segment(const std::filesystem::path& folder, File blank, const SegmentHeader& header, Blank how)
{
    CORDON_CHECK(write_at(blank, encode_header(header), 0));
    if (how == Blank::written) {
        CORDON_CHECK(sync_data(blank));
    }
    const std::filesystem::path path = folder / segment_name(header.first);
    if (::rename(blank.path().c_str(), path.c_str()) != 0) {
        return refuse(disk_fault(path, "cannot be given its name"));
    }
    File named{::fcntl(blank.descriptor(), F_DUPFD_CLOEXEC, 0), path};
    if (!named.is_open()) {
        return refuse(disk_fault(path, "cannot be kept open"));
    }
    if (how == Blank::written) {
        CORDON_CHECK(sync_folder(folder));
    }
    return named;
}

void remove_blank(const std::filesystem::path& folder)
{
    ::unlink((folder / blank_name).c_str());
}

std::uint64_t new_salt()
{
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32U) | device();
}

Result<LoadedSegment> load_segment(const SegmentPath& segment, LogKind kind, int flags)
{
    LoadedSegment loaded;
    CORDON_TRY(loaded.file, open_file(segment.path, flags));
    Bytes page(header_bytes);
    CORDON_TRY(const auto got, read_at(loaded.file, page, 0));
    const auto header = decode_header(ByteView{page}.first(got), kind);
    if (!header.has_value()) {
        return refuse(segment.path.string() + ": " + header.error().what);
    }
    if (header.value().first != segment.first) {
        return refuse(segment.path.string() + ": the header at byte 0 is that of " +
                      segment_name(header.value().first));
    }
    loaded.header = header.value();
    CORDON_TRY(loaded.found_bytes, size_of(loaded.file));
    loaded.bytes.resize(loaded.header.bytes);
    CORDON_CHECK(read_at(loaded.file, loaded.bytes, 0));
    return loaded;
}

}  // namespace cordon::journal
