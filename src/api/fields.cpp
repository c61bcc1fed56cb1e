// SPDX-License-Identifier: Apache-2.0
#include "fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace cordon::api {

namespace {

/// Takes the events of the parser and refuses at the first that a flat object of strings does not have, so that deep
/// nesting costs nothing. nlohmann/json alone keeps the last of two equal keys in silence.
class FlatObject : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit FlatObject(std::initializer_list<std::string_view> known) : known_{known} {}

    bool null() override { return inside_; }

    bool boolean(bool) override { return fail("every value is a string"); }

    bool number_integer(number_integer_t) override { return fail("every value is a string"); }

    bool number_unsigned(number_unsigned_t) override { return fail("every value is a string"); }

    bool number_float(number_float_t, const string_t&) override { return fail("every value is a string"); }

    bool binary(binary_t&) override { return fail("every value is a string"); }

    bool start_array(std::size_t) override { return fail("every value is a string"); }

    bool end_array() override { return true; }

    bool end_object() override { return true; }

    bool string(string_t& value) override
    {
        if (!inside_) {
            return fail("the body is a JSON object");
        }
        fields.emplace(key_, std::move(value));
        return true;
    }

    bool start_object(std::size_t) override { return inside_ ? fail("every value is a string") : (inside_ = true); }

    bool key(string_t& name) override
    {
        if (std::ranges::find(known_, name) == known_.end()) {
            return fail("an unknown key");
        }
        if (!seen_.insert(name).second) {
            return fail("a key stands twice");
        }
        key_ = std::move(name);
        return true;
    }

    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override
    {
        return fail("the body is no JSON");
    }

    Parameters fields;
    std::string fault;

private:
    bool fail(const char* what)
    {
        if (fault.empty()) {
            fault = what;
        }
        return false;
    }

    std::vector<std::string_view> known_;
    std::set<std::string, std::less<>> seen_;
    std::string key_;
    bool inside_ = false;
};

}  // namespace

Result<Parameters> read_fields(std::string_view json, std::initializer_list<std::string_view> known)
{
    FlatObject object{known};
    if (nlohmann::json::sax_parse(json.begin(), json.end(), &object)) {
        return std::move(object.fields);
    }
    std::string what = object.fault.empty() ? "the body is a JSON object" : object.fault;
    what += "; right would be an object with";
    for (const std::string_view name : known) {
        what.append(" \"").append(name).append("\"");
    }
    return refuse(std::move(what));
}

}  // namespace cordon::api
