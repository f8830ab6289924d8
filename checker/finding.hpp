#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/cause.hpp"
#include "checker/deadlock.hpp"
#include "checker/finding_kind.hpp"
#include "checker/sample.hpp"
#include "scheduler/execution.hpp"

namespace heddle::checker {

/// The two accesses of a data race, and what is known about why nothing orders them.
struct data_race {
  struct held_lock {
    int object = scheduler::execution::none;
    bool shared = false;
    std::uint32_t since = 0;  ///< the step that took it
    scheduler::source_line taken_at;
  };
  struct access {
    int task = scheduler::execution::none;
    bool writes = false;
    std::uint32_t step = 0;
    std::string value;  ///< read or written
    scheduler::source_line where;
    std::vector<held_lock> holds;
  };
  access earlier;
  access later;
  /// The last step that happened before both accesses; 0: none.
  std::uint32_t last_common = 0;
  /// What would order the accesses: `hold lock A, which alice holds, at both accesses`.
  std::string remedy;
};

/// How the schedule of a finding came to be as small as it is.
struct shrinking {
  /// All schedules with fewer preemptions were run, and none shows the finding.
  bool proved = false;
  /// The schedule it was shrunk from.
  std::uint32_t preemptions_before = 0;
  std::size_t steps_before = 0;
};

/// A value that a failed check saw.
struct value_read {
  int object = scheduler::execution::none;
  std::uint32_t step = 0;
  std::string value;
};

/// One thing that is wrong with a model, with the execution that shows it.
struct finding {
  finding_kind kind = finding_kind::invariant;
  /// The property in the author's words (`the balance is never negative`), or what happened
  /// (`2 tasks wait for ever`).
  std::string message;
  /// What makes two findings the same: kind, property, objects, base names and lines.
  std::string signature;
  scheduler::source_line where;
  /// Whether the model declares it.
  bool expected = false;
  /// Replays exactly this execution.
  std::string token;
  /// How a sampling strategy drew that execution, or the one it was shrunk from.
  std::optional<drawn_execution> drawn;
  /// In how many executions it occurred.
  std::uint64_t occurrences = 0;
  std::uint32_t preemptions = 0;
  /// Nothing if the schedule is as the search found it.
  std::optional<shrinking> shrunk;
  /// The shortest execution seen that shows it, replayed with recording on.
  scheduler::execution execution;
  /// The task that failed, of a data race that of the later access; none for deadlocks.
  int task = scheduler::execution::none;
  /// The object that was misused or left locked, or the variable that races; none for others.
  int object = scheduler::execution::none;
  /// What the task read on the check's own line; failed checks only.
  std::vector<value_read> values;
  /// Why the check fails, if a pattern fits; failed checks only.
  std::optional<cause> because;
  /// Who waits for what: the members of one closed set, and its bystanders; deadlocks only.
  std::vector<blocked_task> blocked;
  /// Why they wait for ever; deadlocks only.
  std::optional<deadlock_facts> deadlock;
  /// Data races only.
  std::optional<data_race> race;
};

}  // namespace heddle::checker
