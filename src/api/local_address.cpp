// SPDX-License-Identifier: Apache-2.0
#include "local_address.hpp"

#include <fcntl.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace cordon::api {

Result<LocalAddress> LocalAddress::of(const std::filesystem::path& socket)
{
    constexpr std::size_t room = sizeof(sockaddr_un::sun_path) - 1;
    if (socket.native().size() <= room) {
        return LocalAddress{socket.native(), -1};
    }
    const std::filesystem::path folder = socket.parent_path();
    const int opened = ::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) {
        return refuse("the folder " + folder.string() + " cannot be opened: " + std::generic_category().message(errno));
    }
    return LocalAddress{"/proc/self/fd/" + std::to_string(opened) + "/" + socket.filename().string(), opened};
}

LocalAddress::LocalAddress(LocalAddress&& other) noexcept
    : path_{std::move(other.path_)}, folder_{std::exchange(other.folder_, -1)}
{
}

LocalAddress::~LocalAddress()
{
    if (folder_ >= 0) {
        ::close(folder_);
    }
}

}  // namespace cordon::api
