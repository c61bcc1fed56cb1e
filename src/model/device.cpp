// SPDX-License-Identifier: Apache-2.0
#include "device_names.hpp"

#include <cordon/model/device.hpp>

namespace cordon::model {

std::string_view to_string(Protocol protocol) noexcept
{
    return name_of(protocols, protocol);
}

std::optional<Protocol> protocol_named(std::string_view name) noexcept
{
    return value_named(protocols, name);
}

}  // namespace cordon::model
