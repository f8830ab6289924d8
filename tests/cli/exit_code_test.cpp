#include "cli/exit_code.hpp"

#include "tests/catch.hpp"

namespace heddle::cli {

namespace {

using checker::coverage_kind;

checker::result complete() {
  checker::result from;
  from.executions = 10;
  return from;
}

checker::result with(finding_kind kind, bool expected) {
  checker::result from = complete();
  from.findings.emplace_back();
  from.findings.back().kind = kind;
  from.findings.back().expected = expected;
  return from;
}

}  // namespace

TEST_CASE("exit code: each kind of finding has its own") {
  CHECK(static_cast<int>(code_of(finding_kind::invariant)) == 10);
  CHECK(static_cast<int>(code_of(finding_kind::exception)) == 10);
  CHECK(static_cast<int>(code_of(finding_kind::deadlock)) == 11);
  CHECK(static_cast<int>(code_of(finding_kind::partial_deadlock)) == 11);
  CHECK(static_cast<int>(code_of(finding_kind::self_deadlock)) == 11);
  CHECK(static_cast<int>(code_of(finding_kind::data_race)) == 12);
  CHECK(static_cast<int>(code_of(finding_kind::livelock)) == 13);
  CHECK(static_cast<int>(code_of(finding_kind::starvation)) == 13);
  CHECK(static_cast<int>(code_of(finding_kind::lost_wakeup)) == 14);
  CHECK(static_cast<int>(code_of(finding_kind::misuse)) == 15);
  CHECK(static_cast<int>(code_of(finding_kind::leak)) == 15);
  CHECK(static_cast<int>(code_of(finding_kind::potential_deadlock)) == 16);
  CHECK(static_cast<int>(code_of(finding_kind::crash)) == 17);
  CHECK(static_cast<int>(code_of(finding_kind::nondeterminism)) == 40);
}

TEST_CASE("exit code: several at once") {
  using enum exit_code;
  CHECK(most_important({}) == success);
  CHECK(most_important({success, not_complete}) == not_complete);
  CHECK(most_important({not_complete, interrupted}) == interrupted);
  CHECK(most_important({interrupted, expected_missing}) == expected_missing);
  CHECK(most_important({expected_missing, crash}) == crash);
  CHECK(most_important({crash, deadlock, data_race}) == deadlock);
  CHECK(most_important({invariant_or_exception, diverged}) == diverged);
  CHECK(most_important({diverged, bad_file}) == bad_file);
  CHECK(most_important({usage, internal_error}) == internal_error);
}

TEST_CASE("exit code: declared findings are success, unless asked otherwise") {
  CHECK(code_of(complete(), {}) == exit_code::success);
  CHECK(code_of(with(finding_kind::deadlock, false), {}) == exit_code::deadlock);
  CHECK(code_of(with(finding_kind::deadlock, true), {}) == exit_code::success);
  strictness demands;
  demands.fail_on = {finding_kind::deadlock};
  CHECK(code_of(with(finding_kind::deadlock, true), demands) == exit_code::deadlock);
}

TEST_CASE("exit code: potential deadlocks fail only on demand") {
  CHECK(code_of(with(finding_kind::potential_deadlock, false), {}) == exit_code::success);
  strictness demands;
  demands.fail_on = {finding_kind::potential_deadlock};
  CHECK(code_of(with(finding_kind::potential_deadlock, false), demands) ==
        exit_code::potential_deadlock);
}

TEST_CASE("exit code: a missing finding fails complete searches only") {
  checker::result from = complete();
  from.missing = {"deadlock"};
  CHECK(code_of(from, {}) == exit_code::expected_missing);
  for (const auto kind :
       {coverage_kind::bounded, coverage_kind::sampled, coverage_kind::interrupted}) {
    from.covered.kind = kind;
    CHECK(code_of(from, {}) == exit_code::success);
  }
}

TEST_CASE("exit code: not complete") {
  strictness demands;
  demands.require_complete = true;
  checker::result from = complete();
  CHECK(code_of(from, demands) == exit_code::success);
  from.covered.kind = coverage_kind::sampled;
  CHECK(code_of(from, demands) == exit_code::not_complete);
  CHECK(code_of(from, {}) == exit_code::success);
  // Every execution was cut short: nothing has been checked, whether complete is demanded or not.
  from.executions = 0;
  from.truncated = 4;
  CHECK(code_of(from, {}) == exit_code::not_complete);
  // But that one of them would never end has been.
  from.findings = with(finding_kind::livelock, true).findings;
  from.findings.front().endless.emplace();
  CHECK(code_of(from, {}) == exit_code::success);
  from.findings.front().expected = false;
  CHECK(code_of(from, {}) == exit_code::livelock_or_starvation);
}

}  // namespace heddle::cli
