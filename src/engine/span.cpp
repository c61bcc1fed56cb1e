// SPDX-License-Identifier: Apache-2.0
#include "span.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace cordon::engine {

Spans united(Spans spans)
{
    std::sort(spans.begin(), spans.end(),
              [](const Span& a, const Span& b) { return a.from != b.from ? a.from < b.from : a.until < b.until; });
    Spans out;
    for (const auto& span : spans) {
        if (span.from >= span.until) {
            continue;
        }
        if (!out.empty() && span.from <= out.back().until) {
            out.back().until = std::max(out.back().until, span.until);
        } else {
            out.push_back(span);
        }
    }
    return out;
}

Spans common(const Spans& a, const Spans& b)
{
    Spans out;
    auto x = a.begin();
    auto y = b.begin();
    while (x != a.end() && y != b.end()) {
        const Span both{std::max(x->from, y->from), std::min(x->until, y->until)};
        if (both.from < both.until) {
            out.push_back(both);
        }
        ++(x->until < y->until ? x : y);
    }
    return out;
}

Spans without(const Spans& a, const Spans& b)
{
    Spans gaps;
    UtcTime from = beginning;
    for (const auto& span : b) {
        gaps.push_back({from, span.from});
        from = span.until;
    }
    gaps.push_back({from, forever});
    return common(a, united(std::move(gaps)));
}

Millis length_of(const Spans& spans) noexcept
{
    Millis length{0};
    for (const auto& span : spans) {
        length += span.until - span.from;
    }
    return length;
}

UtcTime first_difference(const Spans& a, const Spans& b) noexcept
{
    const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (x == a.end() || y == b.end()) {
        return x != a.end() ? x->from : y != b.end() ? y->from : forever;
    }
    return x->from != y->from ? std::min(x->from, y->from) : std::min(x->until, y->until);
}

bool holds(const Spans& spans, UtcTime at) noexcept
{
    const auto after =
        std::upper_bound(spans.begin(), spans.end(), at, [](UtcTime t, const Span& span) { return t < span.from; });
    return after != spans.begin() && at < std::prev(after)->until;
}

Spans replaced_from(UtcTime at, const Spans& before, const Spans& after)
{
    Spans both = common(before, {{beginning, at}});
    const Spans later = common(after, {{at, forever}});
    both.insert(both.end(), later.begin(), later.end());
    return united(std::move(both));
}

}  // namespace cordon::engine
