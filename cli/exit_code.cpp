#include "cli/exit_code.hpp"

#include <algorithm>
#include <vector>

#include "reports/text/verdict.hpp"

namespace heddle::cli {

namespace {

constexpr exit_code by_importance[] = {exit_code::internal_error,
                                       exit_code::usage,
                                       exit_code::bad_file,
                                       exit_code::nothing_to_draw,
                                       exit_code::no_program,
                                       exit_code::diverged,
                                       exit_code::invariant_or_exception,
                                       exit_code::deadlock,
                                       exit_code::data_race,
                                       exit_code::livelock_or_starvation,
                                       exit_code::lost_wakeup,
                                       exit_code::misuse_or_leak,
                                       exit_code::potential_deadlock,
                                       exit_code::crash,
                                       exit_code::expected_missing,
                                       exit_code::interrupted,
                                       exit_code::not_complete,
                                       exit_code::success};

}  // namespace

exit_code code_of(finding_kind kind) {
  switch (kind) {
    case finding_kind::invariant:
    case finding_kind::exception:
      return exit_code::invariant_or_exception;
    case finding_kind::deadlock:
    case finding_kind::partial_deadlock:
    case finding_kind::self_deadlock:
      return exit_code::deadlock;
    case finding_kind::lost_wakeup:
      return exit_code::lost_wakeup;
    case finding_kind::livelock:
    case finding_kind::starvation:
      return exit_code::livelock_or_starvation;
    case finding_kind::data_race:
      return exit_code::data_race;
    case finding_kind::misuse:
    case finding_kind::leak:
      return exit_code::misuse_or_leak;
    case finding_kind::potential_deadlock:
      return exit_code::potential_deadlock;
    case finding_kind::crash:
      return exit_code::crash;
    case finding_kind::nondeterminism:
      return exit_code::diverged;
  }
  return exit_code::internal_error;
}

exit_code code_of(const checker::result& from, const strictness& demands) {
  std::vector<exit_code> codes;
  for (const checker::finding& found : from.findings)
    if (reports::fails(found, demands)) codes.push_back(code_of(found.kind));
  if (reports::misses_declared(from)) codes.push_back(exit_code::expected_missing);
  if (reports::falls_short(from, demands)) codes.push_back(exit_code::not_complete);
  return most_important(codes);
}

exit_code most_important(std::span<const exit_code> codes) {
  for (const exit_code one : by_importance)
    if (std::ranges::count(codes, one) != 0) return one;
  return exit_code::success;
}

exit_code most_important(std::initializer_list<exit_code> codes) {
  return most_important(std::span{codes.begin(), codes.size()});
}

}  // namespace heddle::cli
