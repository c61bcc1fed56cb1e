// SPDX-License-Identifier: Apache-2.0
#include "fields.hpp"
#include "handlers.hpp"
#include "problem.hpp"
#include "shown.hpp"

#include <utility>

namespace cordon::api {

namespace {

struct Wanted {
    std::string name;
    Role role = Role::operator_;
    std::optional<UtcTime> expires;
};

Result<Wanted> read_wanted(const Parameters& fields, UtcTime now)
{
    Wanted wanted;
    const auto text_of = [&](std::string_view key) {
        const auto it = fields.find(key);
        return it == fields.end() ? std::string{} : it->second;
    };
    wanted.name = text_of("name");
    if (const auto fault = fault_of_token_name(wanted.name)) {
        return refuse(*fault);
    }
    const auto role = role_named(text_of("role"));
    if (!role) {
        return refuse("role must be one of " + role_names());
    }
    wanted.role = *role;
    if (fields.contains("expires")) {
        wanted.expires = parse_utc(text_of("expires"));
        if (!wanted.expires || *wanted.expires <= now) {
            return refuse("expires must be a time to come, like 2026-07-05T22:59:00Z");
        }
    }
    return wanted;
}

std::string token_body(const NewToken& token)
{
    std::string body = token_row_json(token.record);
    body.back() = ',';
    return body + "\"token\":" + json_string(token.secret) + "}";
}

}  // namespace

Response get_tokens(const Exchange& exchange)
{
    std::string rows;
    for (const auto& [id, token] : exchange.site.model.tokens().all()) {
        rows += rows.empty() ? "" : ",";
        rows += token_row_json(token);
    }
    return {.body = "{\"tokens\":[" + rows + "]}"};
}

Response get_token(const Exchange& exchange)
{
    const model::TokenRecord* const token = exchange.site.model.tokens().find(exchange.names.at(0));
    return token != nullptr ? Response{.body = token_row_json(*token)}
                            : problem(404, "not_found", "there is no such token");
}

Response post_token(const Exchange& exchange)
{
    const auto fields = read_fields(exchange.request.body, {"name", "role", "expires"});
    if (!fields.has_value()) {
        return problem(400, "bad_body", fields.error().what);
    }
    const auto wanted = read_wanted(fields.value(), exchange.site.now());
    if (!wanted.has_value()) {
        return problem(400, "bad_body", wanted.error().what);
    }
    NewToken token =
        new_token(wanted.value().name, wanted.value().role, wanted.value().expires, exchange.caller.person);
    Write write;
    write.records.emplace_back(token.record);
    write.answer = [token = std::move(token)](Offset) { return Response{.status = 201, .body = token_body(token)}; };
    return {.then = std::move(write)};
}

Response delete_token(const Exchange& exchange)
{
    const model::TokenRecord* const token = exchange.site.model.tokens().find(exchange.names.at(0));
    if (token == nullptr) {
        return problem(404, "not_found", "there is no such token");
    }
    if (token->revoked) {
        return {.status = 204};
    }
    Write write{.records = {}, .answer = [](Offset) { return Response{.status = 204}; }};
    write.records.emplace_back(revocation(*token, exchange.caller.person));
    return {.then = std::move(write)};
}

}  // namespace cordon::api
