// SPDX-License-Identifier: Apache-2.0
#include "message.hpp"

#include <cordon/core/ensure.hpp>

#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/stat.h>

#include <array>
#include <fstream>
#include <iterator>
#include <utility>

namespace cordon::notify {

namespace {

constexpr std::string_view prefix = "whsec_";

/// Standard Webhooks asks for 24 to 64 bytes; shorter ones can be guessed.
constexpr std::size_t least_key = 24;

std::string base64(ByteView bytes)
{
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

}  // namespace

std::string message_id(const model::Episode& episode)
{
    return "msg_" + episode.id.text + "_" + std::to_string(episode.revision);
}

std::string message_body(const model::EpisodeChange& change)
{
    const model::Episode& episode = change.episode;
    const nlohmann::ordered_json envelope{{"specversion", "1.0"},
                                          {"type", "cordon.incident." + std::string{model::to_string(episode.change)}},
                                          {"source", "cordon"},
                                          {"id", message_id(episode)},
                                          {"time", to_rfc3339(episode.detected)},
                                          {"datacontenttype", "application/json"}};
    std::string text = envelope.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    text.back() = ',';
    const nlohmann::ordered_json device = episode.device ? nlohmann::ordered_json(episode.device->text) : nullptr;
    return text + R"("data":{"stream_id":")" + model::to_string(change.id) + R"(","device":)" +
           device.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + R"(,"episode":)" +
           model::to_json(episode) + "}}";
}

std::string signature(ByteView secret, std::string_view id, std::int64_t timestamp_s, std::string_view body)
{
    const std::string told = std::string{id} + "." + std::to_string(timestamp_s) + "." + std::string{body};
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    const ByteView bytes = as_bytes(told);
    ensure(HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes.data(), bytes.size(), digest.data(),
                &size) != nullptr,
           "OpenSSL has HMAC-SHA256");
    return "v1," + base64(ByteView{digest}.first(size));
}

Result<Bytes> read_secret(std::string_view text)
{
    if (!text.starts_with(prefix)) {
        return refuse("a webhook's secret is \"whsec_\" and base64");
    }
    text.remove_prefix(prefix.size());
    const std::size_t padding = text.ends_with("==") ? 2 : (text.ends_with('=') ? 1 : 0);
    Bytes key(text.size() / 4 * 3 + 3);
    const int size =
        EVP_DecodeBlock(key.data(), reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    if (size < 0 || static_cast<std::size_t>(size) < least_key + padding) {
        return refuse("a webhook's secret is \"whsec_\" and the base64 of at least 24 random bytes");
    }
    key.resize(static_cast<std::size_t>(size) - padding);
    return key;
}

Result<Bytes> read_secret_file(const std::filesystem::path& file)
{
    struct stat status{};
    if (::stat(file.c_str(), &status) != 0) {
        return refuse("the secret file " + file.string() + " cannot be read");
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return refuse("the secret file " + file.string() + " may be read by others; it must have mode 0600");
    }
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in.is_open() || in.bad()) {
        return refuse("the secret file " + file.string() + " cannot be read");
    }
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    auto key = read_secret(text);
    return key.has_value() ? std::move(key) : refuse(file.string() + ": " + key.error().what);
}

}  // namespace cordon::notify
