// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>

#include <filesystem>
#include <string>

namespace cordon::store {

/// Brings the database at `url` (a libpq connection string or URI) to the newest schema: runs each file of `sql_folder`
/// ("0001_what_it_does.sql", numbered from 1 without a gap) that it has not seen, in order, each in a transaction of
/// its own, under a lock that only one program holds at a time. Says how many were run; 0 where all were there.
///
/// Refused, with a sentence for the operator: no database, an unreadable or misnumbered folder, a file that changed
/// after it was run here, a database that a newer release has been at, a statement that failed (file and line named;
/// the migrations before it stay). May take as long as the statements do. Any thread; throws nothing.
[[nodiscard]] Result<int> migrate(const std::string& url, const std::filesystem::path& sql_folder);

}  // namespace cordon::store
