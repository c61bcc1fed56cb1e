// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>

#include <cstdint>
#include <string_view>

namespace cordon::sim {

/// The check digit (Luhn, ISO/IEC 7812-1) of the digits before it.
[[nodiscard]] char luhn_digit(std::string_view digits) noexcept;

/// The made-up identity of the simulated tag of that number (below 1,000,000): type allocation code 00100100, which
/// lies in the range kept for test equipment, so it is no real device's; fifteen digits, the last the check digit.
[[nodiscard]] DeviceId imei_of(std::uint32_t number);

}  // namespace cordon::sim
