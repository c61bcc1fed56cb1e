// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>

#include <string_view>

namespace cordon::engine {

/// The id of the episode that `origin` describes: what made it, in words. The same words give the same id on every
/// machine and in every release, so that the same journal gives the same ids again.
[[nodiscard]] EpisodeId episode_named(std::string_view origin);

}  // namespace cordon::engine
