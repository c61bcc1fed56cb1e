// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ensure.hpp>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace cordon::support {

/// A folder of the test's own, gone with it.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "cordon-test-XXXXXX").string();
        ensure(::mkdtemp(name.data()) != nullptr, "a temporary folder can be made");
        path = name;
    }

    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }

    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::filesystem::path path;
};

}  // namespace cordon::support
