// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/model/order.hpp>
#include <cordon/model/position.hpp>

#include <boost/pfr/core.hpp>
#include <cereal/archives/portable_binary.hpp>
#include <cereal/types/array.hpp>
#include <cereal/types/chrono.hpp>
#include <cereal/types/map.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/unordered_map.hpp>
#include <cereal/types/variant.hpp>
#include <cereal/types/vector.hpp>

#include <cstdint>
#include <stdexcept>
#include <type_traits>
#include <utility>

/// How the engine's state is written to a snapshot and read from it: the containers by cereal, our plain structs member
/// by member in the order in which they stand, and each class by its own `serialize`. For engine.cpp alone.
namespace cordon::engine::archive {

using Out = cereal::PortableBinaryOutputArchive;
using In = cereal::PortableBinaryInputArchive;

/// A struct of public members that says nothing else of how it is kept.
template <class T>
concept Plain = std::is_class_v<T> && std::is_aggregate_v<T> && !requires { std::tuple_size<T>::value; } &&
                !requires(T& value, Out& out) { value.serialize(out); };

template <class Archive, Plain T>
void each_member(Archive& archive, T& value)
{
    boost::pfr::for_each_field(value, [&archive](auto& member) { archive(member); });
}

}  // namespace cordon::engine::archive

// Found by the namespaces of what is kept.
namespace cordon {

inline namespace core {

template <class Archive, engine::archive::Plain T>
void serialize(Archive& archive, T& value)
{
    engine::archive::each_member(archive, value);
}

}  // namespace core

namespace model {

template <class Archive, engine::archive::Plain T>
void serialize(Archive& archive, T& value)
{
    engine::archive::each_member(archive, value);
}

template <class Archive>
void save(Archive& archive, const Position& position)
{
    archive(position.lat_e7(), position.lon_e7());
}

template <class Archive>
void load(Archive& archive, Position& position)
{
    std::int32_t lat = 0;
    std::int32_t lon = 0;
    archive(lat, lon);
    const auto read = Position::from_e7(lat, lon);
    if (!read) {
        throw std::out_of_range{"a position out of range"};
    }
    position = *read;
}

}  // namespace model

namespace engine {

template <class Archive, archive::Plain T>
void serialize(Archive& archive, T& value)
{
    archive::each_member(archive, value);
}

}  // namespace engine

}  // namespace cordon

namespace cereal {

template <class Archive>
void save(Archive& archive, const std::chrono::year_month_day& date)
{
    archive(std::chrono::sys_days{date}.time_since_epoch().count());
}

template <class Archive>
void load(Archive& archive, std::chrono::year_month_day& date)
{
    std::chrono::days::rep days = 0;
    archive(days);
    date = std::chrono::sys_days{std::chrono::days{days}};
}

}  // namespace cereal
