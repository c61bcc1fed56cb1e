// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace cordon::test {

/// The bytes of tests/data/frames/<name>.hex: a story on its first line, hexadecimal on the others.
inline Bytes frame(const std::string& name)
{
    std::ifstream file{std::string{CORDON_SOURCE_DIR} + "/tests/data/frames/" + name + ".hex"};
    std::string story;
    std::getline(file, story);
    std::string digits;
    for (std::string line; std::getline(file, line);) {
        digits += line;
    }
    EXPECT_FALSE(digits.empty()) << "no frame called " << name;
    auto bytes = from_hex(digits);
    EXPECT_TRUE(bytes) << name << " is not hexadecimal";
    return bytes.value_or(Bytes{});
}

}  // namespace cordon::test
