// SPDX-License-Identifier: Apache-2.0
#include "span.hpp"

#include <algorithm>
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
    for (const auto& x : a) {
        for (const auto& y : b) {
            out.push_back({std::max(x.from, y.from), std::min(x.until, y.until)});
        }
    }
    return united(std::move(out));
}

Spans without(const Spans& xs, const Spans& ys)
{
    Spans rest;
    UtcTime from = beginning;
    for (const auto& y : united(ys)) {
        rest.push_back({from, y.from});
        from = y.until;
    }
    rest.push_back({from, forever});
    return common(xs, united(std::move(rest)));
}

Millis length_of(const Spans& spans) noexcept
{
    Millis length{0};
    for (const auto& span : spans) {
        length += span.until - span.from;
    }
    return length;
}

bool holds(const Spans& spans, UtcTime at) noexcept
{
    return std::any_of(spans.begin(), spans.end(),
                       [at](const Span& span) { return span.from <= at && at < span.until; });
}

Spans replaced_from(UtcTime at, const Spans& before, const Spans& after)
{
    Spans both = common(before, {{beginning, at}});
    const Spans later = common(after, {{at, forever}});
    both.insert(both.end(), later.begin(), later.end());
    return united(std::move(both));
}

}  // namespace cordon::engine
