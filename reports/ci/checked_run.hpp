#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "checker/finding_kind.hpp"
#include "checker/result.hpp"

/// One call of `check` as a whole, for reports that must agree with its exit code.
namespace heddle::reports {

/// What `check` was asked to be strict about.
struct strictness {
  bool require_complete = false;
  /// Findings of these kinds fail even if the model declares them.
  std::set<finding_kind> fail_on{};
};

/// A model whose check ended with an error of ours, or of its use of the checker.
struct check_error {
  std::string model;
  std::string what;
};

/// What was checked, and what was not. `results` must outlive it.
struct checked_run {
  std::span<const checker::result> results;
  /// Models that nobody came to, because the search was interrupted.
  std::vector<std::string> not_run{};
  std::optional<check_error> error{};
  strictness demands{};
};

/// Whether a finding makes the check fail.
bool fails(const checker::finding& found, const strictness& demands);

/// Whether a result is too little: no execution counts, or it is not complete although it has to
/// be.
bool falls_short(const checker::result& from, const strictness& demands);

}  // namespace heddle::reports
