#pragma once

#include <cstdint>
#include <string>

#include "checker/finding.hpp"
#include "checker/result.hpp"
#include "reports/text/text_options.hpp"

namespace heddle::reports {

/// What a search says about a model.
enum class verdict : std::uint8_t {
  pass,             ///< complete, nothing found
  pass_bounded,     ///< nothing found in all there is within stated bounds
  nothing_found,    ///< sampled, or ended early: says nothing about the rest
  nothing_checked,  ///< no execution counts
  interrupted,      ///< nothing found before somebody ended it
  fail_expected,    ///< found just what the model declares
  fail,             ///< found something undeclared, or missed something declared
};

/// The verdict on a result. A declared finding that did not occur counts only after a complete
/// search.
verdict verdict_of(const checker::result& from);

/// Whether somebody has ended the search, and not a limit or a bound.
bool interrupted_by_somebody(const checker::result& from);

/// Whether a declared finding is missing and the search was complete, so that it is an error.
bool misses_declared(const checker::result& from);

/// The line for a model without findings: `PASS  tutorial.bank.locked  complete: 24 executions,
/// dfs, 0.2 ms`; if a declared finding is missing, that too.
std::string verdict_line(const checker::result& from, const text_options& options);

/// The first lines about a finding: `FAIL (expected)  tutorial.bank.unsafe   invariant: ...`, then
/// the values the failed check read, with its line.
std::string finding_headline(const checker::result& from, const checker::finding& found,
                             const text_options& options);

/// What to say of an execution that did not go as its token says.
std::string divergence_lines(const checker::result& from, std::string_view divergence,
                             const text_options& options);

/// `dfs: 2106 executions, complete, 3.1 ms`.
std::string search_text(const checker::result& from, const text_options& options);

}  // namespace heddle::reports
