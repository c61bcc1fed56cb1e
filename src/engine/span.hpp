// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/time.hpp>

#include <vector>

namespace cordon::engine {

/// A stretch of time `[from, until)`; never empty in a list.
struct Span {
    UtcTime from;
    UtcTime until;

    bool operator==(const Span&) const = default;
};

/// In order of time, apart from one another (what touches is one).
using Spans = std::vector<Span>;

/// Before and after all instants there are. Not the type's own limits: a span's length must be a number, too.
inline constexpr UtcTime beginning = from_millis(-(std::int64_t{1} << 60));
inline constexpr UtcTime forever = from_millis(std::int64_t{1} << 60);

/// Puts any stretches in order; empty ones vanish, those that overlap or touch become one.
[[nodiscard]] Spans united(Spans spans);

/// What lies in both.
[[nodiscard]] Spans common(const Spans& a, const Spans& b);

/// What lies in a and not in b.
[[nodiscard]] Spans without(const Spans& a, const Spans& b);

/// How long they are together.
[[nodiscard]] Millis length_of(const Spans& spans) noexcept;

/// The first instant that lies in one and not in the other; `forever` where there is none.
[[nodiscard]] UtcTime first_difference(const Spans& a, const Spans& b) noexcept;

[[nodiscard]] bool holds(const Spans& spans, UtcTime at) noexcept;

/// What held until `at` by `before`, and holds from then on by `after`.
[[nodiscard]] Spans replaced_from(UtcTime at, const Spans& before, const Spans& after);

}  // namespace cordon::engine
