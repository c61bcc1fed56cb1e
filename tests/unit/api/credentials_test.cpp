// SPDX-License-Identifier: Apache-2.0
#include "base64.hpp"
#include "caller.hpp"
#include "session_store.hpp"
#include "token_list.hpp"

#include <cordon/api/credentials.hpp>
#include <cordon/core/bytes.hpp>

#include <gtest/gtest.h>

namespace cordon::api {

namespace {

constexpr UtcTime noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + std::chrono::hours{12}};

}  // namespace

TEST(Credentials, base64url_is_that_of_rfc_4648_without_padding)
{
    EXPECT_EQ(base64url(as_bytes("")), "");
    EXPECT_EQ(base64url(as_bytes("f")), "Zg");
    EXPECT_EQ(base64url(as_bytes("fo")), "Zm8");
    EXPECT_EQ(base64url(as_bytes("foobar")), "Zm9vYmFy");
    EXPECT_EQ(base64url(Bytes{0xfb, 0xff}), "-_8");
}

TEST(Credentials, of_a_token_only_its_hash_is_kept)
{
    const NewToken one = new_token("Night desk", Role::operator_, std::nullopt, {"A"});
    const NewToken other = new_token("Night desk", Role::operator_, std::nullopt, {"A"});

    EXPECT_TRUE(one.secret.starts_with("cordon_"));
    EXPECT_EQ(one.secret.size(), 7U + 43U);
    EXPECT_NE(one.secret, other.secret);
    EXPECT_NE(one.record.id, other.record.id);
    EXPECT_EQ(one.record.sha256, sha256_hex(one.secret));
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Credentials, a_secret_finds_its_token_until_that_ends_or_is_revoked)
{
    const NewToken made = new_token("Desk", Role::operator_, noon + std::chrono::hours{1}, {"A"});
    TokenList tokens;
    tokens.take(made.record);

    ASSERT_NE(tokens.holder(made.secret, noon), nullptr);
    EXPECT_EQ(tokens.holder(made.secret, noon)->id, made.record.id);
    EXPECT_EQ(tokens.holder(made.secret + "x", noon), nullptr);
    EXPECT_EQ(tokens.holder("", noon), nullptr);
    EXPECT_EQ(tokens.holder(made.secret, noon + std::chrono::hours{1}), nullptr);
    tokens.take(revocation(made.record, {"B"}));
    EXPECT_EQ(tokens.holder(made.secret, noon), nullptr);
    EXPECT_EQ(tokens.valid(made.record.id, noon), nullptr);
    EXPECT_NE(tokens.find(made.record.id), nullptr);
}

TEST(Credentials, a_revoked_token_has_no_hash_that_an_empty_one_could_match)
{
    TokenList tokens;
    tokens.take(revocation(new_token("Desk", Role::admin, std::nullopt, {"A"}).record, {"B"}));
    tokens.take({.id = "t", .name = "n", .role = "admin", .sha256 = "", .by = {"A"}});

    EXPECT_EQ(tokens.holder("", noon), nullptr);
    EXPECT_EQ(tokens.holder("cordon_", noon), nullptr);
}

TEST(Credentials, a_bearer_token_that_does_not_hold_is_not_mended_by_a_cookie)
{
    const NewToken made = new_token("Desk", Role::operator_, std::nullopt, {"A"});
    TokenList tokens;
    tokens.take(made.record);
    SessionStore sessions{10, std::chrono::hours{1}};
    const std::string secret = sessions.open(made.record.id, "shift", noon);
    const Request by_cookie{.headers = {{"cookie", "a=b; cordon_session=" + secret}}};
    const Request both{.headers = {{"cookie", "cordon_session=" + secret}, {"authorization", "Bearer wrong"}}};

    EXPECT_TRUE(identify(by_cookie, Door::web, tokens, sessions, noon));
    EXPECT_FALSE(identify(both, Door::web, tokens, sessions, noon));
    EXPECT_FALSE(identify({}, Door::web, tokens, sessions, noon));
    EXPECT_EQ(identify({}, Door::local, tokens, sessions, noon).value_or(Caller{}).role, Role::admin);
}

TEST(Credentials, a_role_of_a_later_release_has_no_rights)
{
    NewToken made = new_token("Desk", Role::operator_, std::nullopt, {"A"});
    made.record.role = "governor";
    TokenList tokens;
    tokens.take(made.record);
    const SessionStore sessions{10, std::chrono::hours{1}};
    const Request request{.headers = {{"authorization", "bearer " + made.secret}}};

    EXPECT_FALSE(identify(request, Door::web, tokens, sessions, noon));
}

TEST(Credentials, sessions_are_bounded_and_the_one_that_ends_first_makes_room)
{
    SessionStore sessions{2, std::chrono::hours{1}};
    const std::string first = sessions.open("t", "r", noon);
    const std::string second = sessions.open("t", "r", noon + std::chrono::minutes{1});
    const std::string third = sessions.open("t", "r", noon + std::chrono::minutes{2});

    EXPECT_EQ(sessions.size(), 2U);
    EXPECT_EQ(sessions.find(first, noon), nullptr);
    EXPECT_NE(sessions.find(second, noon), nullptr);
    sessions.close(third);
    EXPECT_EQ(sessions.find(third, noon), nullptr);
    EXPECT_EQ(sessions.find(second, noon + std::chrono::hours{2}), nullptr);
}

}  // namespace cordon::api
