// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace cordon::ingest {

/// How many connections there are, in all and from each address. All ingest threads ask it when one is accepted and
/// when it ends: they meet at its mutex, a few times in a connection's life, because a cap per address holds for the
/// address and not for a thread.
class Admission {
public:
    /// One connection's place; given back when this goes.
    class Place {
    public:
        Place(Admission& from, boost::asio::ip::address address) : from_{&from}, address_{std::move(address)} {}

        ~Place()
        {
            if (from_ != nullptr) {
                from_->give_back(address_);
            }
        }

        Place(Place&& other) noexcept : from_{std::exchange(other.from_, nullptr)}, address_{std::move(other.address_)}
        {
        }

        Place& operator=(Place&&) = delete;
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;

    private:
        Admission* from_;
        boost::asio::ip::address address_;
    };

    enum class Full { nowhere, in_all, from_address };

    Admission(std::size_t max, std::size_t max_per_address) : max_{max}, max_per_address_{max_per_address} {}

    /// A place, or nothing and which cap stands against it.
    [[nodiscard]] std::pair<std::optional<Place>, Full> enter(const boost::asio::ip::address& address)
    {
        const std::scoped_lock lock{mutex_};
        if (all_ >= max_) {
            return {std::nullopt, Full::in_all};
        }
        std::size_t& from_there = by_address_[address];
        if (max_per_address_ != 0 && from_there >= max_per_address_) {
            return {std::nullopt, Full::from_address};
        }
        ++from_there;
        ++all_;
        return {Place{*this, address}, Full::nowhere};
    }

private:
    void give_back(const boost::asio::ip::address& address) noexcept
    {
        const std::scoped_lock lock{mutex_};
        --all_;
        const auto found = by_address_.find(address);
        if (found != by_address_.end() && --found->second == 0) {
            by_address_.erase(found);
        }
    }

    const std::size_t max_;
    const std::size_t max_per_address_;
    std::mutex mutex_;
    std::size_t all_ = 0;
    std::map<boost::asio::ip::address, std::size_t> by_address_;  // at most `max_` entries
};

}  // namespace cordon::ingest
