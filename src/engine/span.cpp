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
