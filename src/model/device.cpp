// SPDX-License-Identifier: Apache-2.0
#include "names.hpp"

#include <cordon/model/device.hpp>

namespace cordon::model {

namespace {

constexpr Names<Protocol, 10> protocols{{
    {Protocol::teltonika, "teltonika"},
    {Protocol::queclink, "queclink"},
    {Protocol::gt06, "gt06"},
    {Protocol::megastek, "megastek"},
    {Protocol::eelink, "eelink"},
    {Protocol::watch, "watch"},
    {Protocol::minifinder2, "minifinder2"},
    {Protocol::osmand, "osmand"},
    {Protocol::owntracks, "owntracks"},
    {Protocol::feeder, "feeder"},
}};

}  // namespace

std::string_view to_string(Protocol protocol) noexcept
{
    return name_of(protocols, protocol);
}

std::optional<Protocol> protocol_named(std::string_view name) noexcept
{
    return value_named(protocols, name);
}

}  // namespace cordon::model
