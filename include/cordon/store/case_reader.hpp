// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/port/case_reader.hpp>

#include <memory>
#include <string>

namespace cordon::store {

/// Reads tracks from the database at `url` (a libpq connection string or URI), in a read-only transaction that sees one
/// state of it. A re-sent copy is there once. It connects when it is asked, and keeps no more than 5,000 observations
/// in memory.
///
/// A fault, with a sentence for the operator: no database, one without this release's schema, a connection that broke.
[[nodiscard]] std::unique_ptr<port::CaseReader> make_case_reader(std::string url);

}  // namespace cordon::store
