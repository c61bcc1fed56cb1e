// SPDX-License-Identifier: Apache-2.0
#include "json_value.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace cordon::model {

namespace {

/// Builds the value as the library reads; whatever is refused stops the reading there.
class Builder : public nlohmann::json_sax<nlohmann::json> {
public:
    bool null() override { return put({nullptr}); }

    bool boolean(bool value) override { return put({value}); }

    bool number_integer(std::int64_t value) override { return put({value}); }

    bool number_unsigned(std::uint64_t value) override
    {
        // One kind for one number, so that equal values are held alike.
        return std::in_range<std::int64_t>(value) ? put({static_cast<std::int64_t>(value)}) : put({value});
    }

    bool number_float(double value, const std::string& /*text*/) override { return put({value}); }

    bool binary(nlohmann::json::binary_t& /*value*/) override { return fail("binary values are not JSON"); }

    bool string(std::string& value) override
    {
        return value.find('\0') == std::string::npos ? put({std::move(value)}) : fail("a text must not hold U+0000");
    }

    bool start_object(std::size_t /*size*/) override { return open({JsonValue::Members{}}); }

    bool start_array(std::size_t /*size*/) override { return open({JsonValue::List{}}); }

    bool key(std::string& name) override
    {
        if (name.find('\0') != std::string::npos) {
            return fail("a key must not hold U+0000");
        }
        std::get<JsonValue::Members>(open_.back().held).emplace_back(std::move(name), JsonValue{});
        return true;
    }

    bool end_object() override
    {
        const auto& members = std::get<JsonValue::Members>(open_.back().held);
        std::vector<std::string_view> keys;
        keys.reserve(members.size());
        std::ranges::transform(members, std::back_inserter(keys), &JsonValue::Member::first);
        std::ranges::sort(keys);
        if (const auto twice = std::ranges::adjacent_find(keys); twice != keys.end()) {
            fault_ = {.pointer = closed_path() + pointer_step(*twice), .what = "stands twice in the same object"};
            return false;
        }
        return close();
    }

    bool end_array() override { return close(); }

    bool parse_error(std::size_t position, const std::string& /*last*/,
                     const nlohmann::detail::exception& error) override
    {
        std::string_view why = error.what();
        if (const auto at = why.find("] "); at != std::string_view::npos) {
            why.remove_prefix(at + 2);
        }
        // The library repeats what it read last; that may hold a person's name, so only its own words are kept.
        why = why.substr(0, why.find("; last read"));
        fault_ = {.pointer = "", .what = fmt::format("is not JSON at byte {}: {}", position, why)};
        return false;
    }

    [[nodiscard]] JsonValue take() { return std::move(done_); }

    [[nodiscard]] JsonFault fault() const { return fault_; }

private:
    bool open(JsonValue value)
    {
        if (open_.size() == max_json_depth) {
            return fail(fmt::format("is nested deeper than {}", max_json_depth));
        }
        open_.push_back(std::move(value));
        return true;
    }

    bool close()
    {
        JsonValue value = std::move(open_.back());
        open_.pop_back();
        return put(std::move(value));
    }

    bool put(JsonValue value)
    {
        if (open_.empty()) {
            done_ = std::move(value);
        } else if (auto* list = std::get_if<JsonValue::List>(&open_.back().held)) {
            list->push_back(std::move(value));
        } else {
            std::get<JsonValue::Members>(open_.back().held).back().second = std::move(value);
        }
        return true;
    }

    bool fail(std::string what)
    {
        fault_ = {.pointer = path(), .what = std::move(what)};
        return false;
    }

    /// Where the value that is being read stands.
    [[nodiscard]] std::string path() const { return path_of(open_.size()); }

    /// Where the innermost open value stands.
    [[nodiscard]] std::string closed_path() const { return path_of(open_.size() - 1); }

    [[nodiscard]] std::string path_of(std::size_t depth) const
    {
        std::string out;
        for (std::size_t i = 0; i < depth; ++i) {
            if (const auto* list = std::get_if<JsonValue::List>(&open_[i].held)) {
                out += pointer_step(list->size());
            } else if (const auto& members = std::get<JsonValue::Members>(open_[i].held); !members.empty()) {
                out += pointer_step(members.back().first);
            }
        }
        return out;
    }

    std::vector<JsonValue> open_;
    JsonValue done_;
    JsonFault fault_;
};

bool is_plain(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; });
}

}  // namespace

Result<JsonValue, JsonFault> parse_json(std::string_view text)
{
    Builder builder;
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
        return refuse(builder.fault());
    }
    return builder.take();
}

void append_json_text(std::string& out, std::string_view text)
{
    if (is_plain(text)) {  // nearly always: ids and English words
        out += '"';
        out += text;
        out += '"';
        return;
    }
    out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace cordon::model
