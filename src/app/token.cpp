// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"
#include "machine_clock.hpp"
#include "state_access.hpp"

#include <cordon/api/credentials.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>

/// `cordon token create | list | revoke`: credentials of the API, through the daemon where one runs, else in its
/// journal.
namespace cordon::app {

namespace {

using nlohmann::ordered_json;

constexpr int bad_input = 2;

struct TokenOptions {
    StateChoice choice;
    std::string name;
    std::string role;
    std::string expires;
    std::string id;
    bool json = false;
};

ordered_json row_of(const model::TokenRecord& token)
{
    return {{"id", token.id},
            {"name", token.name},
            {"role", token.role},
            {"expires", token.expires ? ordered_json(to_rfc3339(*token.expires)) : ordered_json(nullptr)},
            {"revoked", token.revoked},
            {"by", token.by.text}};
}

void must_be(unsigned status, const api::LocalReply& reply)
{
    if (reply.status == status) {
        return;
    }
    const bool input = reply.status == 400 || reply.status == 404 || reply.status == 422;
    throw CommandFailed{input ? bad_input : 1, detail_of(reply)};
}

/// A terminal gets a sentence around it; a script gets the bare secret, or JSON where it asks.
void print_made(const ordered_json& token, bool as_json)
{
    const auto secret = token.at("token").get<std::string>();
    if (as_json) {
        fmt::print("{}\n", token.dump());
    } else if (::isatty(STDOUT_FILENO) == 1) {
        fmt::print("{}\n", secret);
        fmt::print(stderr,
                   "Token {} for \"{}\", role {}. It is shown this once; keep it where only its user reads it.\n",
                   token.at("id").get<std::string>(), token.at("name").get<std::string>(),
                   token.at("role").get<std::string>());
    } else {
        fmt::print("{}\n", secret);
    }
}

struct Checked {
    api::Role role = api::Role::operator_;
    std::optional<UtcTime> expires;
};

Checked check(const TokenOptions& options)
{
    if (const auto fault = api::fault_of_token_name(options.name)) {
        throw CommandFailed{bad_input, "--name: " + *fault};
    }
    const auto role = api::role_named(options.role);
    if (!role) {
        throw CommandFailed{bad_input, "--role is \"" + options.role + "\"; it must be one of " + api::role_names()};
    }
    const auto expires = options.expires.empty() ? std::nullopt : parse_utc(options.expires);
    if (!options.expires.empty() && (!expires || *expires <= MachineClock{}.now())) {
        throw CommandFailed{bad_input, "--expires is \"" + options.expires +
                                           "\"; it must be a time to come, like 2026-07-05T22:59:00Z"};
    }
    return {.role = *role, .expires = expires};
}

void create(const TokenOptions& options)
{
    const Checked checked = check(options);
    ordered_json body{{"name", options.name}, {"role", options.role}};
    if (checked.expires) {
        body["expires"] = to_rfc3339(*checked.expires);
    }
    with_state(
        options.choice.folder(), {.method = "POST", .target = "/v1/tokens", .body = body.dump()},
        [&](const api::LocalReply& reply) {
            must_be(201, reply);
            print_made(ordered_json::parse(reply.body), options.json);
        },
        [&](OwnJournal& own) {
            api::NewToken token = api::new_token(options.name, checked.role, checked.expires, {local_person});
            own.append({token.record});
            ordered_json shown = row_of(token.record);
            shown["token"] = token.secret;
            print_made(shown, options.json);
        });
}

void print_rows(const ordered_json& rows, bool as_json)
{
    if (as_json) {
        fmt::print("{}\n", ordered_json{{"tokens", rows}}.dump());
        return;
    }
    for (const ordered_json& row : rows) {
        const std::string until = row.at("expires").is_null() ? "never" : row.at("expires").get<std::string>();
        fmt::print("{}  {:<16} {:<20} {}  {}\n", row.at("id").get<std::string>(), row.at("role").get<std::string>(),
                   until, row.at("revoked").get<bool>() ? "revoked" : "holds  ", row.at("name").get<std::string>());
    }
}

void list(const TokenOptions& options)
{
    with_state(
        options.choice.folder(), {.target = "/v1/tokens"},
        [&](const api::LocalReply& reply) {
            must_be(200, reply);
            print_rows(ordered_json::parse(reply.body).at("tokens"), options.json);
        },
        [&](const OwnJournal& own) {
            ordered_json rows = ordered_json::array();
            for (const auto& [id, token] : own.tokens) {
                rows.push_back(row_of(token));
            }
            print_rows(rows, options.json);
        });
}

void revoke(const TokenOptions& options)
{
    if (options.id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") !=
        std::string::npos) {
        throw CommandFailed{bad_input, "ID is that of `cordon token list`, like tok_Vb3k0aXq4yM"};
    }
    with_state(
        options.choice.folder(), {.method = "DELETE", .target = "/v1/tokens/" + options.id},
        [&](const api::LocalReply& reply) { must_be(204, reply); },
        [&](OwnJournal& own) {
            const auto token = own.tokens.find(options.id);
            if (token == own.tokens.end()) {
                throw CommandFailed{bad_input, "there is no such token; `cordon token list` shows all"};
            }
            if (!token->second.revoked) {
                own.append({api::revocation(token->second, {local_person})});
            }
        });
    fmt::print(stderr, "Token {} no longer holds.\n", options.id);
}

CLI::App* add_verb(CLI::App& token, const std::shared_ptr<TokenOptions>& options, const char* name, const char* what,
                   void (*work)(const TokenOptions&))
{
    CLI::App* const verb = token.add_subcommand(name, what);
    add_state_options(*verb, options->choice);
    verb->callback([options, work] { work(*options); });
    return verb;
}

}  // namespace

void add_token(CLI::App& program)
{
    auto options = std::make_shared<TokenOptions>();
    CLI::App* const token = program.add_subcommand("token", "Credentials of the API");
    token->require_subcommand(1);

    CLI::App* const made = add_verb(*token, options, "create", "Make one; its secret is shown this once", create);
    made->add_option("--name", options->name, "Whose it is: a person or a program")->required();
    made->add_option("--role", options->role, "What it may do: " + api::role_names())->required();
    made->add_option("--expires", options->expires, "Until when it holds: 2026-07-05T22:59:00Z; absent: until revoked");
    made->add_flag("--json", options->json, "As JSON");

    CLI::App* const listed = add_verb(*token, options, "list", "Show all, never their secrets", list);
    listed->add_flag("--json", options->json, "As JSON");

    CLI::App* const revoked = add_verb(*token, options, "revoke", "Take one back", revoke);
    revoked->add_option("ID", options->id, "Its id, as list shows it")->required();
}

}  // namespace cordon::app
