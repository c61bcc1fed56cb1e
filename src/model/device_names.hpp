// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "names.hpp"

#include <cordon/model/device.hpp>

namespace cordon::model {

inline constexpr Names<Protocol, 10> protocols{{
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

}  // namespace cordon::model
