#pragma once

#include <initializer_list>
#include <span>

#include "checker/finding_kind.hpp"
#include "checker/result.hpp"
#include "reports/ci/checked_run.hpp"

namespace heddle::cli {

/// What the program returns; `heddle help exit-codes` says the same.
enum class exit_code : int {
  success = 0,  ///< nothing found, or exactly what the models declare
  invariant_or_exception = 10,
  deadlock = 11,
  data_race = 12,
  livelock_or_starvation = 13,
  lost_wakeup = 14,
  misuse_or_leak = 15,
  potential_deadlock = 16,  ///< only with `--fail-on potential_deadlock`
  crash = 17,
  expected_missing = 20,  ///< a declared finding did not occur in a complete search
  not_complete = 30,      ///< `--require-complete`, or no execution counts
  diverged = 40,          ///< a replay diverged, or a model is nondeterministic
  usage = 64,
  bad_file = 65,  ///< a malformed token, a token of an unknown model, a file that cannot be written
  nothing_to_draw = 66,
  no_program = 69,      ///< a picture needs a program that is not there
  internal_error = 70,  ///< also models that are registered under malformed or taken names
  interrupted = 130,
};

/// The code of a finding.
exit_code code_of(finding_kind kind);

using strictness = reports::strictness;

/// The code of the most important thing to say about a result.
exit_code code_of(const checker::result& from, const strictness& demands);

/// The code of several things at once: 70, 64 or 65, 40, the lowest of 10 to 17, 20, 130, 30, 0.
exit_code most_important(std::span<const exit_code> codes);
exit_code most_important(std::initializer_list<exit_code> codes);

}  // namespace heddle::cli
