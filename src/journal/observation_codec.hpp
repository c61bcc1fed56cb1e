// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "packing.hpp"

#include <cordon/model/record.hpp>

#include <cstddef>

namespace cordon::journal {

/// What it has, and its mechanism.
inline constexpr std::size_t least_observation_bytes = 3;

/// What an observation shares with the frame it came in is not written again.
void pack_observation(Packer& out, const model::Observation& o, const model::FrameRecord& frame);

[[nodiscard]] model::Observation unpack_observation(Unpacker& in, const model::FrameRecord& frame);

}  // namespace cordon::journal
