// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "door.hpp"
#include "refusals.hpp"
#include "surroundings.hpp"

#include <cordon/core/bytes.hpp>
#include <cordon/wire/protocol.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/udp.hpp>

#include <memory>
#include <string>
#include <vector>

namespace cordon::ingest {

/// One UDP socket of one thread. Read 64 datagrams at a time (measured: a third less of a core than one at a time);
/// answered as they become durable, also in batches. Who a datagram is from is what stands in it, never its address.
class Datagrams {
public:
    Datagrams(boost::asio::ip::udp::socket socket, const Listener& listener, const wire::Dialect& dialect,
              const Surroundings& around, Door& door, Refusals& refusals);
    ~Datagrams();

    Datagrams(const Datagrams&) = delete;
    Datagrams& operator=(const Datagrams&) = delete;
    Datagrams(Datagrams&&) = delete;
    Datagrams& operator=(Datagrams&&) = delete;

    /// Takes in datagrams until `stop`. While the journal has no room nothing more is read.
    [[nodiscard]] boost::asio::awaitable<void> receive();

    /// Sends the answers to what has become durable since the last call.
    void flush();

    void stop();

private:
    struct Batch;

    struct Answer {
        boost::asio::ip::udp::endpoint to;
        Bytes bytes;
    };

    [[nodiscard]] boost::asio::awaitable<void> take(ByteView datagram, boost::asio::ip::udp::endpoint from,
                                                    bool cut_short);
    [[nodiscard]] Result<wire::Decoded, Reason> read(ByteView datagram, const boost::asio::ip::address& from,
                                                     model::FrameRecord& record) const;

    boost::asio::ip::udp::socket socket_;
    const Listener& listener_;
    const wire::Dialect& dialect_;
    const Surroundings& around_;
    Door& door_;
    Refusals& refusals_;
    std::unique_ptr<Batch> batch_;
    std::vector<Answer> answers_;
    bool stopped_ = false;
};

}  // namespace cordon::ingest
