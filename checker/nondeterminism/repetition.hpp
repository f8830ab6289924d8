#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checker/finished_run.hpp"
#include "checker/nondeterminism/divergence.hpp"
#include "scheduler/controlled_runtime.hpp"

namespace heddle::checker {

/// Both sides as they are known when they are met: without names.
struct strayed_run {
  struct side {
    divergence_side::what how = divergence_side::what::done;
    scheduler::operation_kind kind = scheduler::operation_kind::fence;
    scheduler::object_kind target = scheduler::object_kind::variable;
    std::uint64_t task = 0;  ///< as `identity_of_task`
    std::uint64_t object = 0;
    scheduler::code_site site;
  };
  std::uint32_t step = 0;
  side before;
  side now;
  std::vector<std::uint64_t> could_go_on;
};

/// Both sides of the divergence that ended `now`; nothing if they are not known. `before` is what
/// is known of the earlier run's tasks and objects.
std::optional<strayed_run> sides_of(const finished_run& now, const finished_run& before);

/// `step 3 went another way under the same schedule`.
std::string text_of(const strayed_run& sides);

/// Both sides with the names of `run` and its record, as far as it has met the same things.
divergence_facts tell_sides(const strayed_run& sides, const finished_run& run,
                            const scheduler::execution& told);

/// Does an execution again, and compares: its end, its events, what it observed, and whether and
/// where it failed. Values are not compared: addresses differ although nothing depends on them.
/// Memory is kept from one comparison to the next.
class repetition {
 public:
  /// Repeats the last run of `runtime`, which must have come to an end. Returns whether it went the
  /// same way; if not, the rest says how it differs, until the next call.
  bool same_again(scheduler::controlled_runtime& runtime, const std::function<void()>& body);

  /// In words that are the same whenever the model is checked.
  [[nodiscard]] const std::string& message() const { return message_; }
  [[nodiscard]] const scheduler::code_site& site() const { return site_; }
  [[nodiscard]] const std::optional<strayed_run>& sides() const { return sides_; }
  /// The run as it was the first time.
  [[nodiscard]] const finished_run& before() const { return before_; }

 private:
  void keep(const scheduler::controlled_runtime& runtime);
  [[nodiscard]] bool goes_another_way(const scheduler::controlled_runtime& runtime);
  [[nodiscard]] bool comes_to_another_end(const scheduler::controlled_runtime& runtime);

  using observed = std::pair<std::string, std::string>;
  struct failed {
    scheduler::failure_kind kind;
    scheduler::task_index task;

    friend bool operator==(const failed&, const failed&) = default;
  };

  finished_run before_;
  std::vector<scheduler::event> events_;
  std::vector<finished_run::identity> tasks_;
  std::vector<finished_run::identity> objects_;
  std::vector<observed> observations_;
  std::vector<failed> failures_;
  std::string message_;
  scheduler::code_site site_;
  std::optional<strayed_run> sides_;
};

}  // namespace heddle::checker
