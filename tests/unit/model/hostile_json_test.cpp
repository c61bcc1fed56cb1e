// SPDX-License-Identifier: Apache-2.0
#include "document.hpp"

#include <cordon/model/observation_json.hpp>

#include <gtest/gtest.h>

namespace cordon::model {
namespace {

TEST(HostileJson, what_is_no_json_is_refused_with_its_place)
{
    EXPECT_TRUE(faults_of_text("{\"orders\":[").starts_with(": is not JSON at byte 12: "));
    EXPECT_TRUE(faults_of_text("").starts_with(": is not JSON at byte "));
    EXPECT_NE(faults_of_text("{\"orders\":[]} x"), "");
}

TEST(HostileJson, its_faults_do_not_repeat_what_was_read)
{
    EXPECT_EQ(faults_of_text("{\"orders\":[\"Jane Roe\" 5]}").find("Jane"), std::string::npos);
}

TEST(HostileJson, a_key_twice_is_refused_with_its_pointer)
{
    EXPECT_EQ(faults_of_text(R"({"orders":[{"id":"a","wearer":{"id":"1","id":"2"}}]})"),
              "/orders/0/wearer/id: stands twice in the same object\n");
    EXPECT_EQ(faults_of_text(R"({"orders":[],"orders":[]})"), "/orders: stands twice in the same object\n");
}

TEST(HostileJson, nesting_beyond_32_is_refused_however_deep)
{
    std::string deep = R"({"orders":)";
    deep.append(1'000'000, '[');

    EXPECT_TRUE(faults_of_text(deep).ends_with(": is nested deeper than 32\n"));
}

TEST(HostileJson, numbers_that_are_none_are_refused)
{
    for (const char* number : {"NaN", "Infinity", "-Infinity", "1e999", "-1e999", "0x10", "01", "1.", ".5", "+1"}) {
        EXPECT_TRUE(faults_of_text(std::string{R"({"orders":[)"} + number + "]}").starts_with(": is not JSON"))
            << number;
    }
}

TEST(HostileJson, huge_whole_numbers_are_out_of_range_not_wrapped)
{
    std::string text = good_document().dump();
    text.replace(text.find("\"open\":0"), 8, "\"open\":99999999999999999999999999");

    EXPECT_TRUE(faults_of_text(text).starts_with("/devices/0/strap_input/open: is ")) << faults_of_text(text);
}

TEST(HostileJson, text_that_is_not_unicode_is_refused)
{
    EXPECT_NE(faults_of_text(R"({"orders":["\ud800"]})"), "");
    EXPECT_NE(faults_of_text(R"({"orders":["\udc00\ud800"]})"), "");
    EXPECT_NE(faults_of_text("{\"orders\":[\"\xff\xfe\"]}"), "");
    EXPECT_NE(faults_of_text("{\"orders\":[\"\xed\xa0\x80\"]}"), "");
}

TEST(HostileJson, a_zero_character_is_refused_because_a_database_cannot_keep_it)
{
    EXPECT_EQ(faults_of_text(R"({"orders":["a\u0000b"]})"), "/orders/0: a text must not hold U+0000\n");
}

TEST(HostileJson, a_hundred_thousand_keys_take_no_time)
{
    std::string text = "{\"orders\":[],\"devices\":[{";
    for (int i = 0; i < 100'000; ++i) {
        text += "\"k" + std::to_string(i) + "\":0,";
    }
    text += "\"id\":\"1\",\"protocol\":\"gt06\"}]}";

    EXPECT_EQ(read_order_document(text).error().size(), 1001U);
}

TEST(HostileJson, an_observation_obeys_the_same_rules)
{
    EXPECT_FALSE(read_observation_line(R"({"device":"1","device":"2","received":"2026-01-01T00:00:00Z"})").has_value());
    EXPECT_FALSE(read_observation_line(std::string(70'000, ' ')).has_value());
    EXPECT_FALSE(read_observation_line(std::string(40'000, '[')).has_value());
    EXPECT_FALSE(read_observation_line("[]").has_value());
}

}  // namespace
}  // namespace cordon::model
