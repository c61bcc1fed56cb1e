// SPDX-License-Identifier: Apache-2.0
#include "console_files.hpp"

#include "problem.hpp"
#include "target.hpp"

#include <cordon/api/credentials.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

namespace cordon::api {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".geojson", "application/geo+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".map", "application/json"},
}};

std::string type_of(const fs::path& file)
{
    const std::string extension = file.extension().string();
    const auto* const it =
        std::ranges::find(types, std::string_view{extension}, [](const auto& row) { return row.first; });
    return std::string{it == types.end() ? std::string_view{"application/octet-stream"} : it->second};
}

std::optional<std::string> bytes_of(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    return in.bad() || !in.is_open() ? std::nullopt : std::optional{std::move(bytes)};
}

bool is_hidden(const fs::path& relative)
{
    return std::ranges::any_of(relative, [](const fs::path& part) { return part.string().starts_with('.'); });
}

}  // namespace

Result<ConsoleFiles> ConsoleFiles::read(const std::filesystem::path& folder)
{
    ConsoleFiles console;
    std::error_code error;
    if (folder.empty() || !fs::is_directory(folder, error)) {
        return console;
    }
    std::uintmax_t total = 0;
    for (auto it = fs::recursive_directory_iterator{folder, error}; !error && it != fs::end(it); it.increment(error)) {
        const fs::path relative = it->path().lexically_relative(folder);
        if (is_hidden(relative) || it->is_symlink() || !it->is_regular_file()) {
            continue;
        }
        total += it->file_size();
        if (total > max_bytes) {
            return refuse("the console's folder " + folder.string() + " holds more than 64 MiB; a built console has 2");
        }
        auto bytes = bytes_of(it->path());
        if (!bytes) {
            return refuse("the console's file " + it->path().string() + " cannot be read");
        }
        std::string etag = "\"" + sha256_hex(*bytes).substr(0, 32) + "\"";
        console.files_["/" + relative.generic_string()] = {
            .content_type = type_of(relative), .etag = std::move(etag), .bytes = std::move(*bytes)};
    }
    if (error) {
        return refuse("the console's folder " + folder.string() + " cannot be read: " + error.message());
    }
    return console;
}

Response ConsoleFiles::answer(std::string_view path, std::string_view if_none_match) const
{
    const auto decoded = percent_decoded(path);
    const auto it = files_.find(path == "/" ? std::string{"/index.html"} : decoded.value_or(""));
    if (it == files_.end()) {
        return problem(404, "not_found", "there is nothing here");
    }
    // What the build puts under /assets/ has a hash in its name; the page itself is asked for again each time.
    const bool hashed = it->first.starts_with("/assets/");
    Response response{.content_type = it->second.content_type};
    response.headers.emplace_back("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    response.headers.emplace_back("ETag", it->second.etag);
    if (if_none_match == it->second.etag) {
        response.status = 304;
    } else {
        response.body = it->second.bytes;
    }
    return response;
}

}  // namespace cordon::api
