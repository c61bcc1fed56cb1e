// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>

#include <filesystem>
#include <string>

namespace cordon::api {

/// A socket's path in the form that `bind` and `connect` take: a path of more than 107 bytes is reached through its
/// open folder, "/proc/self/fd/7/cordon.sock", for as long as this lives.
class LocalAddress {
public:
    [[nodiscard]] static Result<LocalAddress> of(const std::filesystem::path& socket);

    LocalAddress(LocalAddress&& other) noexcept;
    LocalAddress& operator=(LocalAddress&&) = delete;
    LocalAddress(const LocalAddress&) = delete;
    LocalAddress& operator=(const LocalAddress&) = delete;
    ~LocalAddress();

    [[nodiscard]] const std::string& path() const noexcept { return path_; }

private:
    LocalAddress(std::string path, int folder) : path_{std::move(path)}, folder_{folder} {}

    std::string path_;
    int folder_ = -1;
};

}  // namespace cordon::api
