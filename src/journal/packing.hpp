// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>
#include <cordon/core/time.hpp>

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

/// How values become bytes in the journal and the feed: little-endian, lengths and most numbers as varints (seven bits
/// a byte, low first), signed ones zigzag.
namespace cordon::journal {

class Packer {
public:
    explicit Packer(Bytes& out) : out_{out} {}

    template <class Unsigned>
        requires std::is_unsigned_v<Unsigned>
    void fixed(Unsigned value)
    {
        for (std::size_t i = 0; i < sizeof value; ++i) {
            out_.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * i)));
        }
    }

    void varint(std::uint64_t value)
    {
        for (; value >= 0x80; value >>= 7U) {
            out_.push_back(static_cast<std::uint8_t>(value | 0x80U));
        }
        out_.push_back(static_cast<std::uint8_t>(value));
    }

    void zigzag(std::int64_t value)
    {
        const auto bits = static_cast<std::uint64_t>(value);
        varint((bits << 1U) ^ (value < 0 ? ~std::uint64_t{0} : 0));
    }

    /// The instant as its distance from one that the reader knows; wraps where the distance has no place in 64 bits.
    void instant(UtcTime at, UtcTime base = {})
    {
        const auto distance = static_cast<std::uint64_t>(to_millis(at)) - static_cast<std::uint64_t>(to_millis(base));
        zigzag(static_cast<std::int64_t>(distance));
    }

    /// Whole numbers, which most speeds, headings and heights are, in a few bytes; all others in nine, bit for bit.
    void number(double value)
    {
        constexpr double limit = 1e15;  // below 2^62, and every whole number below it is exact
        if (std::abs(value) < limit && std::trunc(value) == value && !(value == 0 && std::signbit(value))) {
            const auto whole = static_cast<std::int64_t>(value);
            const auto magnitude = static_cast<std::uint64_t>(whole < 0 ? -whole : whole);
            varint((magnitude << 2U) | (whole < 0 ? 2U : 0U));
            return;
        }
        varint(1);
        fixed(std::bit_cast<std::uint64_t>(value));
    }

    template <class Enum>
        requires std::is_enum_v<Enum>
    void enumerator(Enum value)
    {
        out_.push_back(static_cast<std::uint8_t>(value));
    }

    void text(std::string_view value) { blob(as_bytes(value)); }

    void blob(ByteView value)
    {
        varint(value.size());
        out_.insert(out_.end(), value.begin(), value.end());
    }

private:
    Bytes& out_;
};

/// Reads it again. After the first thing that is not there every call gives an empty value, and `whole()` is false: a
/// caller reads all it wants and asks once. Loops ask `ok()`.
class Unpacker {
public:
    explicit Unpacker(ByteView bytes) : rest_{bytes} {}

    template <class Unsigned>
        requires std::is_unsigned_v<Unsigned>
    Unsigned fixed()
    {
        if (!has(sizeof(Unsigned))) {
            return 0;
        }
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < sizeof(Unsigned); ++i) {
            value |= static_cast<std::uint64_t>(rest_[i]) << (8 * i);
        }
        rest_ = rest_.subspan(sizeof(Unsigned));
        return static_cast<Unsigned>(value);
    }

    std::uint64_t varint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto byte = fixed<std::uint8_t>();
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if (byte < 0x80) {
                return value;
            }
        }
        fail();
        return 0;
    }

    std::int64_t zigzag()
    {
        const std::uint64_t bits = varint();
        return static_cast<std::int64_t>((bits >> 1U) ^ ((bits & 1U) != 0 ? ~std::uint64_t{0} : 0));
    }

    UtcTime instant(UtcTime base = {})
    {
        const auto at = static_cast<std::uint64_t>(to_millis(base)) + static_cast<std::uint64_t>(zigzag());
        return from_millis(static_cast<std::int64_t>(at));
    }

    double number()
    {
        const std::uint64_t head = varint();
        if ((head & 1U) != 0) {
            return std::bit_cast<double>(fixed<std::uint64_t>());
        }
        const auto magnitude = static_cast<double>(head >> 2U);
        return (head & 2U) != 0 ? -magnitude : magnitude;
    }

    template <class Enum>
        requires std::is_enum_v<Enum>
    Enum enumerator(Enum highest)
    {
        const auto value = fixed<std::uint8_t>();
        if (value > static_cast<std::uint8_t>(highest)) {
            fail();
            return Enum{};
        }
        return static_cast<Enum>(value);
    }

    std::string text() { return std::string{as_text(view())}; }

    Bytes blob()
    {
        const ByteView bytes = view();
        return {bytes.begin(), bytes.end()};
    }

    /// How many things follow, each of which takes at least `least` bytes: never more than there are bytes for.
    std::size_t count(std::size_t least)
    {
        const std::uint64_t value = varint();
        if (value > rest_.size() / least) {
            fail();
            return 0;
        }
        return static_cast<std::size_t>(value);
    }

    template <class Narrow>
    Narrow narrow()
    {
        const std::uint64_t value = varint();
        if (value > static_cast<std::uint64_t>(std::numeric_limits<Narrow>::max())) {
            fail();
            return 0;
        }
        return static_cast<Narrow>(value);
    }

    void fail()
    {
        ok_ = false;
        rest_ = {};
    }

    [[nodiscard]] bool ok() const { return ok_; }

    /// All that was asked for was there, and nothing is left over.
    [[nodiscard]] bool whole() const { return ok_ && rest_.empty(); }

private:
    bool has(std::size_t n)
    {
        if (rest_.size() < n) {
            fail();
        }
        return ok_;
    }

    ByteView view()
    {
        const ByteView bytes = rest_.first(count(1));
        rest_ = rest_.subspan(bytes.size());
        return bytes;
    }

    ByteView rest_;
    bool ok_ = true;
};

}  // namespace cordon::journal
