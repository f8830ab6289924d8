#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "checker/lock_order/lock_graph.hpp"
#include "checker/lock_order/requests.hpp"
#include "checker/races/happens_before.hpp"
#include "checker/token.hpp"

namespace heddle::checker {

/// A deadlock that no execution needs to have shown: an execution in which tasks took locks in
/// orders that close a circle, and nothing but these locks kept them from doing so at once.
struct prediction {
  /// One task's part. Tasks and objects by the order of their creation.
  struct leg {
    std::uint32_t task = 0;
    std::uint32_t held = 0;
    bool held_shared = false;
    std::uint32_t held_event = 0;
    std::uint32_t wanted = 0;
    bool wanted_shared = false;
    scheduler::patience timing = scheduler::patience::blocking;
    std::uint32_t wanted_event = 0;  ///< `lock_requests::no_event`: it never got it
    std::vector<std::uint32_t> also_held{};
    scheduler::code_site held_at{};
    scheduler::code_site wanted_at{};
  };

  /// The same for all circles of the same lines.
  std::uint64_t key = 0;
  /// Why it is none after all, if so: then the tasks only ask in a circle.
  std::optional<coffman> broken;
  /// The execution.
  token how;
  /// Each task asked for what the next one held. Begins with the task that was created first.
  std::vector<leg> legs;
  /// In how many executions of the search the same tasks asked for the same locks.
  std::uint64_t executions = 0;
};

/// Predicts deadlocks from the lock orders of single executions, while a search goes on. A circle
/// of orders (`lock_graph`) is a prediction if in one execution the requests are pairwise
/// concurrent: nothing but locks says which comes first. Starting and joining tasks orders them,
/// and so do notifications, atomics, channels and all else that `happens_before` knows.
///
/// Circles of the same lines are one prediction. Circles are looked for only when an edge is seen
/// for the first time; those whose requests are not concurrent are tried again in the next 64
/// executions that have them, and then more and more rarely. In steady state nothing is allocated,
/// unless tasks wait for each other.
class lock_predictions {
 public:
  /// The model's name is for the tokens.
  explicit lock_predictions(std::string_view model) : model_(model) {}

  /// Looks at one execution. Those that do not count show nothing.
  void look(const finished_run& run);

  /// The predictions so far, in the order in which they were made.
  [[nodiscard]] std::vector<prediction> all() const;
  /// How many executions were looked at.
  [[nodiscard]] std::uint64_t executions() const { return executions_; }
  /// Whether tasks have come to wait for each other at these lines.
  [[nodiscard]] bool has_happened(std::uint64_t key) const { return happened_.contains(key); }
  /// The same in executions in which a task failed, where no deadlock is reported.
  [[nodiscard]] bool has_happened_beside_failure(std::uint64_t key) const {
    return beside_failure_.contains(key);
  }

 private:
  /// A request and one of its holds, as one execution has it.
  struct instance {
    std::uint32_t edge = 0;
    std::uint32_t request = 0;
    std::uint32_t hold = 0;  ///< among those of the request
  };
  struct candidate {
    lock_cycle cycle;
    std::uint64_t key = 0;
    std::uint64_t executions = 0;  ///< that have all of its edges
    int predicted = -1;            ///< place in `predicted_`
  };

  void note_edges(const finished_run& run);
  std::uint32_t intern(const finished_run& run, const lock_requests::request& asked,
                       const lock_requests::hold& held);
  void consider(const finished_run& run, candidate& which);
  [[nodiscard]] bool has_room_for(const lock_cycle& cycle) const;
  [[nodiscard]] bool is_settled(const candidate& which) const;
  void list_instances(const candidate& which);
  void walk(const finished_run& run);
  [[nodiscard]] bool choose(std::size_t next);
  [[nodiscard]] bool concurrent(std::uint32_t left, std::uint32_t right) const;
  [[nodiscard]] bool precedes(std::uint32_t left, std::uint32_t right) const;
  void predict(const finished_run& run, candidate& which);
  void note_what_happened(const finished_run& run);

  std::string model_;
  lock_requests requests_;
  lock_graph graph_;
  /// The edge by a number that is quick to have of an instance.
  std::unordered_map<std::uint64_t, std::uint32_t> edges_;
  std::vector<std::uint64_t> last_seen_;  ///< by edge: the last execution that had it
  std::vector<instance> instances_;       ///< of the execution
  std::vector<candidate> candidates_;
  std::vector<prediction> predicted_;
  std::unordered_set<std::uint64_t> happened_;
  std::unordered_set<std::uint64_t> beside_failure_;
  std::uint64_t executions_ = 0;

  // While one candidate is looked at.
  happens_before order_;
  std::vector<scheduler::event> without_locks_;
  std::vector<std::vector<std::uint32_t>> choices_;  ///< by leg: places in `instances_`
  std::vector<std::uint32_t> chosen_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> clocks_;  ///< by request
};

}  // namespace heddle::checker
