// SPDX-License-Identifier: Apache-2.0
#include "episode_names.hpp"

#include <cordon/model/episode.hpp>

#include <fmt/format.h>

#include <charconv>
#include <memory>

namespace cordon::model {

namespace {

/// A whole number without sign or leading zeros, taken off the front.
template <class Number>
std::optional<Number> take_number(std::string_view& text) noexcept
{
    Number number = 0;
    const char* const begin = std::to_address(text.begin());
    const auto [after, error] = std::from_chars(begin, begin + text.size(), number);
    const bool padded = text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
    if (error != std::errc{} || padded) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(after - begin));
    return number;
}

}  // namespace

std::string to_string(StreamId id)
{
    return fmt::format("{}.{}", id.offset.value, id.index);
}

std::optional<StreamId> parse_stream_id(std::string_view text) noexcept
{
    const auto offset = take_number<std::uint64_t>(text);
    if (!offset || text.empty() || text.front() != '.') {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const auto index = take_number<std::uint32_t>(text);
    if (!index || !text.empty()) {
        return std::nullopt;
    }
    return StreamId{.offset = {*offset}, .index = *index};
}

std::string_view to_string(EpisodeKind kind) noexcept
{
    return name_of(episode_kinds, kind);
}

std::string_view to_string(EpisodeState state) noexcept
{
    return name_of(episode_states, state);
}

std::string_view to_string(Severity severity) noexcept
{
    return name_of(severities, severity);
}

std::string_view to_string(AlCode code) noexcept
{
    return name_of(al_codes, code);
}

std::string_view to_string(Change change) noexcept
{
    return name_of(changes, change);
}

}  // namespace cordon::model
