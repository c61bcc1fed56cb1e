// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "message.hpp"

#include <cordon/core/result.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace cordon::api {

/// The built console, whole in memory since the start: what is not in it cannot be asked for by any path.
class ConsoleFiles {
public:
    /// A built console has 2 MB; this only guards against a folder that is none.
    static constexpr std::uintmax_t max_bytes = 64U << 20U;

    /// Reads every plain file of the folder; dot files and symbolic links are passed over. An absent folder has none.
    [[nodiscard]] static Result<ConsoleFiles> read(const std::filesystem::path& folder);

    /// The file at a path ("/" is index.html), or 304 where the reader has it, or 404.
    [[nodiscard]] Response answer(std::string_view path, std::string_view if_none_match) const;

    [[nodiscard]] std::size_t size() const noexcept { return files_.size(); }

private:
    struct File {
        std::string content_type;
        std::string etag;
        std::string bytes;
    };

    std::map<std::string, File, std::less<>> files_;  // by path, "/assets/app-1f2e.js"
};

}  // namespace cordon::api
