// SPDX-License-Identifier: Apache-2.0
#include "delivery.hpp"

#include "address.hpp"
#include "message.hpp"

#include <cordon/core/ensure.hpp>

#include <curl/curl.h>
#include <unistd.h>

#include <utility>

namespace cordon::notify {

namespace {

/// What a receiver says is not kept; one that says more than this is cut off.
constexpr std::size_t max_answer = 64U << 10U;

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using Headers = std::unique_ptr<curl_slist, FreeList>;

void add_header(Headers& headers, const std::string& line)
{
    curl_slist* const shorter = headers.release();
    headers.reset(curl_slist_append(shorter, line.c_str()));  // the longer list owns the shorter one now
    ensure(headers != nullptr, "there is memory for a header");
}

std::int64_t now_s()
{
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

/// What the callbacks of one attempt see.
struct Watched {
    bool allow_private = false;
    bool forbidden = false;
    std::size_t answered = 0;
    std::stop_token stop;
};

/// The address is checked where it is used, after the name was resolved: a name that points elsewhere the second time
/// gains nothing.
curl_socket_t open_socket(void* context, curlsocktype, curl_sockaddr* address)
{
    auto& watched = *static_cast<Watched*>(context);
    if (!watched.allow_private && !is_public(address->addr)) {
        watched.forbidden = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t drop_answer(char*, std::size_t size, std::size_t count, void* context)
{
    auto& watched = *static_cast<Watched*>(context);
    watched.answered += size * count;
    return watched.answered <= max_answer ? size * count : 0;
}

int on_progress(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<Watched*>(context)->stop.stop_requested() ? 1 : 0;
}

const char* reason_of(CURLcode code, const Watched& watched)
{
    if (watched.forbidden) {
        return "forbidden_address";
    }
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT:
            return "timeout";
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
            return "connect";
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
            return "tls";
        default:
            return "broken_off";
    }
}

}  // namespace

class Delivery::Impl {
public:
    explicit Impl(Target chosen) : target{std::move(chosen)}, curl{curl_easy_init()}
    {
        ensure(curl != nullptr, "libcurl gives a handle");
    }

    ~Impl() { curl_easy_cleanup(curl); }

    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void prepare(const Headers& headers, std::string_view body, Watched& watched) const
    {
        const auto set = [&](CURLoption option, auto value) {
            ensure(curl_easy_setopt(curl, option, value) == CURLE_OK, "libcurl knows this option");
        };
        curl_easy_reset(curl);  // keeps the connection
        set(CURLOPT_URL, target.url.c_str());
        set(CURLOPT_PROTOCOLS_STR, "https,http");
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_PROXY, "");  // a proxy of the environment would make its address the one that is checked
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(target.deadline.count()));
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(target.deadline.count()));
        set(CURLOPT_POST, 1L);
        set(CURLOPT_POSTFIELDS, body.data());
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        set(CURLOPT_HTTPHEADER, headers.get());
        set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
        set(CURLOPT_OPENSOCKETDATA, &watched);
        set(CURLOPT_WRITEFUNCTION, &drop_answer);
        set(CURLOPT_WRITEDATA, &watched);
        set(CURLOPT_XFERINFOFUNCTION, &on_progress);
        set(CURLOPT_XFERINFODATA, &watched);
        set(CURLOPT_NOPROGRESS, 0L);
    }

    Target target;
    CURL* curl;
};

Delivery::Delivery(Target target) : impl_{std::make_unique<Impl>(std::move(target))} {}

Delivery::~Delivery() = default;

Attempt Delivery::post(std::string_view id, std::string_view body, ByteView secret, std::stop_token stop)
{
    const std::int64_t timestamp = now_s();
    Headers headers;
    add_header(headers, "Content-Type: application/json");
    add_header(headers, "User-Agent: cordon");
    add_header(headers, "Expect:");
    add_header(headers, "webhook-id: " + std::string{id});
    add_header(headers, "webhook-timestamp: " + std::to_string(timestamp));
    add_header(headers, "webhook-signature: " + signature(secret, id, timestamp, body));

    Watched watched{.allow_private = impl_->target.allow_private, .stop = std::move(stop)};
    impl_->prepare(headers, body, watched);
    const CURLcode code = curl_easy_perform(impl_->curl);
    if (watched.stop.stop_requested() && code != CURLE_OK) {
        return {.outcome = Attempt::Outcome::stopped};
    }
    long status = 0;
    curl_easy_getinfo(impl_->curl, CURLINFO_RESPONSE_CODE, &status);
    const bool taken = status >= 200 && status < 300;
    if (taken && (code == CURLE_OK || code == CURLE_WRITE_ERROR)) {
        return {.outcome = Attempt::Outcome::taken, .status = status};
    }
    return {.status = status, .reason = code == CURLE_OK ? "status" : reason_of(code, watched)};
}

}  // namespace cordon::notify
