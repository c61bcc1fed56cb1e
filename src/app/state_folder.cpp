// SPDX-License-Identifier: Apache-2.0
#include "state_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace cordon::app {

namespace fs = std::filesystem;

Result<StateFolder> StateFolder::prepare(const fs::path& folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        return refuse(fmt::format("the state folder {} cannot be made: {}; name one that this user may write (state)",
                                  folder.string(), error.message()));
    }
    fs::permissions(folder, fs::perms::owner_all, error);
    if (error || access(folder.c_str(), W_OK | X_OK) != 0) {
        return refuse(
            fmt::format("the state folder {} cannot be written by this user; give it to the user that runs "
                        "cordon, or name another one (state)",
                        folder.string()));
    }
    StateFolder state;
    state.path = folder;
    return state;
}

}  // namespace cordon::app
