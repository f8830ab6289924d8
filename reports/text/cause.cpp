#include "reports/text/cause.hpp"

#include <fmt/format.h>

#include "reports/text/columns.hpp"
#include "reports/text/deadlock_names.hpp"

namespace heddle::reports {

namespace {

using checker::cause;
using checker::cause_kind;
using checker::cause_step;

/// `balance = 100`.
std::string value_text(const checker::finding& found, const cause_step& step) {
  return fmt::format("{} = {}", name_of_object(found, step.object),
                     elide_end(printable(step.value), widest_where));
}

/// `step 5 (bank.cpp:31)`.
std::string step_text(const cause_step& step) {
  if (!step.where.known()) return fmt::format("step {}", step.number);
  return fmt::format("step {} ({})", step.number,
                     elide_front(printable(step.where.brief()), widest_where));
}

/// `wrote inside = 1`.
std::string access_text(const checker::finding& found, const cause_step& step) {
  return fmt::format("{} {}", step.writes ? "wrote" : "read", value_text(found, step));
}

}  // namespace

std::string cause_sentence(const checker::finding& found) {
  if (!found.because) return "";
  const cause& why = *found.because;
  const std::string task = name_of_task(found, why.task);
  const std::string other = name_of_task(found, why.other);
  const std::string first = step_text(why.first);
  const std::string between = step_text(why.between);
  const std::string second = step_text(why.second);
  switch (why.kind) {
    case cause_kind::stolen_wakeup:
      return fmt::format(
          "stolen wake-up: {} was woken at {}, but {} took what it had waited for ({}) at {}: wait "
          "in a loop, or with a predicate",
          task, first, other, value_text(found, why.between), between);
    case cause_kind::lost_update:
      return fmt::format(
          "lost update: {} {} at {} and wrote {} on top of it at {}, but {} had written {} at {}, "
          "which is lost: hold one lock from the read to the write",
          task, access_text(found, why.first), first, why.second.value, second, other,
          why.between.value, between);
    case cause_kind::stale_check:
      return fmt::format(
          "stale check: {} {} at {} and acted on it at {}, but {} had written {} at {}: hold one "
          "lock from the check to the act",
          task, access_text(found, why.first), first, second, other, why.between.value, between);
    case cause_kind::atomicity_violation:
      return fmt::format(
          "atomicity violation: {} {} at {} and checked it at {}, but {} had written {} at {}: "
          "hold one lock around both",
          task, access_text(found, why.first), first, second, other, why.between.value, between);
    case cause_kind::partial_update:
      return fmt::format(
          "atomicity violation: {} checked at {}, between two changes by {} that it takes for one, "
          "{} at {} and {} at {}: hold one lock around both changes",
          other, between, task, value_text(found, why.first), first, value_text(found, why.second),
          second);
    case cause_kind::order_violation:
      return fmt::format(
          "order violation: {} {} at {}, before {} first wrote it at {}: let {} wait for that",
          task, access_text(found, why.first), first, other, between, task);
  }
  return "";
}

std::string cause_text(const checker::finding& found, const text_options& options) {
  const std::string sentence = cause_sentence(found);
  if (sentence.empty()) return "";
  return std::string(margin, ' ') + wrap("Why: " + sentence, margin, options.width) + "\n";
}

}  // namespace heddle::reports
