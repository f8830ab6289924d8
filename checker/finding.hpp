#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/causes/cause.hpp"
#include "checker/crashes/crash.hpp"
#include "checker/deadlocks/deadlock.hpp"
#include "checker/finding_kind.hpp"
#include "checker/liveness/lasso.hpp"
#include "checker/lock_order/lock_order.hpp"
#include "checker/misuse_evidence.hpp"
#include "checker/nondeterminism/divergence.hpp"
#include "checker/sample.hpp"
#include "scheduler/execution.hpp"
#include "scheduler/operation.hpp"

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

/// What in an execution brought a finding about; see `causal_cone_of`. Numbers of steps.
struct causal_cone {
  /// Two steps of different tasks on one object, one of which changes it, that could have come the
  /// other way around.
  struct order {
    std::uint32_t first = 0;
    std::uint32_t second = 0;

    friend bool operator==(const order&, const order&) = default;
  };
  std::vector<std::uint32_t> steps;  ///< ascending
  /// Of `steps`, or of other steps: those that preempt a task, with steps that matter by others
  /// before it goes on.
  std::vector<std::uint32_t> preemptions;
  std::vector<order> orders;  ///< by second step

  [[nodiscard]] bool known() const { return !steps.empty(); }
};

/// One thing that is wrong with a model, with the execution that shows it.
struct finding {
  // Compiled once, for it has many members and is used in many files.
  finding();
  finding(const finding&);
  finding(finding&&) noexcept;
  finding& operator=(const finding&);
  finding& operator=(finding&&) noexcept;
  ~finding();

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
  /// In how many executions it occurred, at least.
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
  /// What repeats for ever; livelocks and starvation only. `execution` is then the beginning of the
  /// endless one: the steps up to the part that repeats, and that part once.
  std::optional<lasso> endless;
  /// What was wrong; misuses only.
  scheduler::misuse misused = scheduler::misuse::none;
  /// The steps that led to it; misuses and leaks only.
  std::vector<misuse_evidence> evidence;
  /// Data races only.
  std::optional<data_race> race;
  /// The lock order that predicts it: of potential deadlocks, and of deadlocks that other
  /// executions foretell.
  std::optional<lock_order> predicted;
  /// Crashes, and livelocks by an endless loop without scheduling points.
  std::optional<crash_facts> crash;
  /// Nondeterminism: both sides, if they are known.
  std::optional<divergence_facts> divergence;
  /// What of the execution matters, as far as that is known.
  causal_cone cone;
};

}  // namespace heddle::checker
