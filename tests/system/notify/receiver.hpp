// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace cordon::notify {

/// A message as it came.
struct Received {
    std::string head;
    std::string body;

    [[nodiscard]] std::string header(std::string_view name) const;
};

/// A real HTTP receiver on loopback, one connection at a time, that does what a test says for each message: a status to
/// answer with, or what else goes wrong.
class Receiver {
public:
    static constexpr int hang = -1;       ///< reads and says nothing, until the other side leaves
    static constexpr int break_off = -2;  ///< closes without an answer
    static constexpr int redirect = 307;

    /// `answer` gets the number of the attempt, from 0.
    explicit Receiver(std::function<int(std::size_t)> answer);
    ~Receiver();
    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/hook"; }

    /// What has come, once it is at least so many attempts; what there is after twenty seconds.
    [[nodiscard]] std::vector<Received> wait_for(std::size_t attempts);

private:
    void serve();
    void serve_one(int connection);

    std::function<int(std::size_t)> answer_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<Received> received_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace cordon::notify
