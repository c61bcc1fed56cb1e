// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/outcome/basic_result.hpp>
#include <boost/outcome/policy/terminate.hpp>
#include <boost/outcome/try.hpp>

#include <string>

namespace cordon {
inline namespace core {

/// Why something was refused, as a sentence for the person who can mend it: what, where, what would be right.
struct Fault {
    std::string what;

    bool operator==(const Fault&) const = default;
};

/// A value, or why there is none. Only what `std::expected` has is used of it: `has_value()`, `value()`, `error()`.
/// Asking for the value of a refusal is our own mistake and stops the program.
template <class Value, class Error = Fault>
using Result = boost::outcome_v2::basic_result<Value, Error, boost::outcome_v2::policy::terminate>;

/// Makes a refusal: `return refuse(WireError::truncated);`
template <class Error>
[[nodiscard]] auto refuse(Error error)
{
    return boost::outcome_v2::failure(std::move(error));
}

/// Makes a refusal with a sentence.
[[nodiscard]] inline auto refuse(std::string what)
{
    return boost::outcome_v2::failure(Fault{std::move(what)});
}

[[nodiscard]] inline auto refuse(const char* what)
{
    return boost::outcome_v2::failure(Fault{what});
}

/// The result of something done for its effect.
[[nodiscard]] inline auto done()
{
    return boost::outcome_v2::success();
}

}  // namespace core
}  // namespace cordon

/// `CORDON_TRY(const auto tag, in.u64());` declares `tag`, or returns the refusal to the caller.
#define CORDON_TRY(declaration, ...) BOOST_OUTCOME_TRY(declaration, __VA_ARGS__)
/// `CORDON_CHECK(write(x));` goes on, or returns the refusal to the caller.
#define CORDON_CHECK(...) BOOST_OUTCOME_TRYV(__VA_ARGS__)
