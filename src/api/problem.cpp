// SPDX-License-Identifier: Apache-2.0
#include "problem.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace cordon::api {

namespace {

using nlohmann::ordered_json;

/// More than anybody reads; a document of 200 MiB may have a million.
constexpr std::size_t max_faults_told = 1'000;

constexpr std::array<std::pair<unsigned, std::string_view>, 24> phrases{{
    {200, "OK"},
    {201, "Created"},
    {204, "No Content"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
}};

ordered_json problem_body(unsigned status, std::string_view code, std::string_view detail)
{
    return {{"type", "about:blank"},
            {"title", reason_phrase(status)},
            {"status", status},
            {"code", code},
            {"detail", detail}};
}

Response problem_response(unsigned status, const ordered_json& body)
{
    // A fault may quote bytes of the caller's that are no UTF-8: they are shown as U+FFFD, never refused here.
    return {.status = status,
            .content_type = "application/problem+json",
            .body = body.dump(-1, ' ', false, ordered_json::error_handler_t::replace)};
}

}  // namespace

std::string_view reason_phrase(unsigned status) noexcept
{
    const auto* const it = std::ranges::find(phrases, status, [](const auto& row) { return row.first; });
    return it == phrases.end() ? std::string_view{"Unknown"} : it->second;
}

Response problem(unsigned status, std::string_view code, std::string_view detail)
{
    Response response = problem_response(status, problem_body(status, code, detail));
    if (status == 401) {
        response.headers.emplace_back("WWW-Authenticate", "Bearer");
    }
    return response;
}

Response problem(const std::vector<model::DocumentFault>& faults)
{
    ordered_json body = problem_body(422, "invalid_document", "nothing was taken: mend every fault and send it again");
    body["fault_count"] = faults.size();
    ordered_json& told = body["faults"] = ordered_json::array();
    for (std::size_t i = 0; i < std::min(faults.size(), max_faults_told); ++i) {
        told.push_back({{"pointer", faults[i].pointer}, {"detail", faults[i].what}});
    }
    return problem_response(422, body);
}

}  // namespace cordon::api
