// SPDX-License-Identifier: Apache-2.0
#include "episode_name.hpp"

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>

namespace cordon::engine {

namespace {

/// The names of episodes: chosen once, by chance, and never to be changed.
constexpr boost::uuids::uuid episode_names{0x5b, 0x0c, 0x1d, 0x3e, 0x86, 0x4a, 0x4f, 0x52,
                                           0x9a, 0x37, 0xe1, 0x60, 0x2c, 0x9d, 0x74, 0xb8};

}  // namespace

EpisodeId episode_named(std::string_view origin)
{
    const boost::uuids::name_generator_sha1 name{episode_names};
    return {boost::uuids::to_string(name(origin.data(), origin.size()))};
}

}  // namespace cordon::engine
