#pragma once

#include <span>
#include <string>

#include "checker/model.hpp"
#include "checker/replay.hpp"
#include "checker/result.hpp"
#include "checker/shrink.hpp"

/// What tools read: one JSON object with a versioned schema. Members come in a fixed order, so the
/// same result gives the same bytes; text that is no UTF-8 is repaired with U+FFFD. Each function
/// ends what it says with a line feed.
namespace heddle::reports {

/// The version of the schema, `{"schema": 1, ...}`: raised when a member changes its meaning or
/// goes away, not when one is added.
inline constexpr int schema_version = 1;

/// `{"schema": 1, "results": [...]}`.
std::string results_json(std::span<const checker::result> results);

/// `{"schema": 1, "results": [...], "divergence": ..., "token": ..., "trace": [...],
/// "observations": {...}}`: the replayed execution with all its steps; `divergence` is null if it
/// went as the token says, and `token` replays what was done.
std::string replay_json(const checker::replay_result& from);

/// `{"schema": 1, "results": [...], "divergence": ...}`: the findings of one execution, each with
/// the smallest schedule that shows it.
std::string shrink_json(const checker::shrink_result& from);

/// `{"schema": 1, "models": [{"name", "summary", "expect", "file", "line"}]}`.
std::string models_json(std::span<const model* const> models);

}  // namespace heddle::reports
