// SPDX-License-Identifier: Apache-2.0
#include <cordon/core/ensure.hpp>
#include <cordon/sim/imei.hpp>

#include <fmt/format.h>

namespace cordon::sim {

char luhn_digit(std::string_view digits) noexcept
{
    int sum = 0;
    bool doubled = true;  // the digit next to the check digit is
    for (std::size_t i = digits.size(); i-- > 0;) {
        int digit = digits[i] - '0';
        if (doubled) {
            digit = digit > 4 ? digit * 2 - 9 : digit * 2;
        }
        sum += digit;
        doubled = !doubled;
    }
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

DeviceId imei_of(std::uint32_t number)
{
    ensure(number < 1'000'000, "a serial number has six digits");
    std::string digits = fmt::format("00100100{:06}", number);
    digits += luhn_digit(digits);
    return DeviceId{std::move(digits)};
}

}  // namespace cordon::sim
