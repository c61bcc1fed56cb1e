// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::api {

/// "%41+b" → "A+b" ("+" is itself, as in a path). Nothing where a "%" is not followed by two hexadecimal digits, or
/// where a control character comes of it.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);

/// The path and the query of a request target in origin form ("/a/b?c=d"). Nothing for any other form.
struct Target {
    std::string path;  ///< as it came
    Parameters query;
};

[[nodiscard]] std::optional<Target> parse_target(std::string_view target);

/// The decoded segments of a path: "/v1/orders/ORD-1" → v1, orders, ORD-1. Nothing where one is empty, "." or "..".
[[nodiscard]] std::optional<std::vector<std::string>> path_segments(std::string_view path);

/// "limit": a whole number from 1 to `most`; `otherwise` where it is absent, nothing where it is something else.
[[nodiscard]] std::optional<std::size_t> whole_number(const Parameters& query, std::string_view name,
                                                      std::size_t otherwise, std::size_t most);

/// "minlon,minlat,maxlon,maxlat" in degrees, the smaller first.
[[nodiscard]] std::optional<Box> parse_box(std::string_view text);

}  // namespace cordon::api
