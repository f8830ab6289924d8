#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checker/finding.hpp"
#include "scheduler/execution.hpp"

namespace heddle::reports {

/// What part a node or an edge plays in a deadlock.
enum class graph_part : std::uint8_t {
  none,       ///< no deadlock, or nothing to do with it
  bystander,  ///< waits for a member, which does not wait for it
  member,     ///< belongs to the closed set
  ring,       ///< belongs to its shortest circle of waiting
  potential,  ///< belongs to a circle of lock orders
};

/// Who has what and who waits for what at one moment of an execution: a general resource graph
/// (R. C. Holt, "Some Deadlock Properties of Computer Systems", ACM Computing Surveys 4(3), 1972).
/// Plain data; tasks and objects are places in the execution.
struct resource_graph {
  enum class task_state : std::uint8_t { running, waiting, ended };

  struct task_node {
    int task = scheduler::execution::none;
    task_state state = task_state::running;
    graph_part part = graph_part::none;
  };

  struct resource_node {
    int object = scheduler::execution::none;
    scheduler::object_kind kind = scheduler::object_kind::mutex;
    /// How many tasks may have it at once: a dot each. 0: nobody ever has it (condition variables,
    /// channels, futures, semaphores that are signals): it is made and used up.
    std::uint64_t instances = 0;
    /// Its state as text: `held by alice`, `2 of 3`, `not set`.
    std::string state{};
    graph_part part = graph_part::none;
  };

  /// The resource has been given to the task.
  struct assignment {
    int object = scheduler::execution::none;
    int task = scheduler::execution::none;
    std::uint64_t units = 1;  ///< of a semaphore: permits
    bool shared = false;
    std::uint32_t since = 0;  ///< the step that took it
    scheduler::source_line where{};
    graph_part part = graph_part::none;
  };

  /// The task waits for a resource, or for the end of another task.
  struct request {
    int task = scheduler::execution::none;
    int object = scheduler::execution::none;
    int other_task = scheduler::execution::none;  ///< if there is no object
    std::uint32_t since = 0;                      ///< the task's last step; 0: from the start
    scheduler::source_line where{};
    graph_part part = graph_part::none;
  };

  /// Nobody has the resource, but the task has done before what is waited for now: notified, sent,
  /// released. Known of deadlocks at their end only.
  struct production {
    int object = scheduler::execution::none;
    int task = scheduler::execution::none;
    std::uint32_t since = 0;  ///< the step that did it last
    scheduler::source_line where{};
    graph_part part = graph_part::none;
  };

  /// The tasks that have begun, in the order of their beginning.
  std::vector<task_node> tasks;
  /// The resources that somebody has or waits for now, in the order of their creation.
  std::vector<resource_node> resources;
  std::vector<assignment> assignments;
  std::vector<request> requests;
  std::vector<production> productions;
};

/// Goes through an execution and knows who has and wants what after each step.
class resource_walk {
 public:
  /// Stands before the first step. `told` must outlive it.
  explicit resource_walk(const scheduler::execution& told);

  /// The number of steps done.
  [[nodiscard]] std::size_t step() const { return done_; }
  [[nodiscard]] bool at_end() const { return done_ == told_->steps.size(); }
  /// Does one step. Precondition: not at the end.
  void advance();

  /// The graph of this moment, without parts.
  [[nodiscard]] resource_graph now() const;
  /// As `resource_node::instances`.
  [[nodiscard]] std::uint64_t instances(int object) const;

 private:
  struct holding {
    int object = scheduler::execution::none;
    std::uint64_t units = 0;  ///< of recursive mutexes: depth
    bool shared = false;
    std::uint32_t since = 0;
    scheduler::source_line where{};
  };
  struct task {
    bool begun = false;
    std::uint32_t last_step = 0;
    std::size_t next_step = 0;  ///< place of its next step; the number of steps: none
    bool notified = false;      ///< since it last went to sleep
    int asleep_on = scheduler::execution::none;
    int mutex = scheduler::execution::none;  ///< that it gave back when it last went to sleep
    std::vector<holding> holds{};
  };

  void look_ahead();
  void find_signals();
  task& task_at(int place) { return tasks_[static_cast<std::size_t>(place)]; }
  void take(const scheduler::execution::step& done, int object, std::uint64_t units);
  void give_back(const scheduler::execution::step& done, int object, std::uint64_t units);
  void follow(const scheduler::execution::step& done);
  void follow_sleep(const scheduler::execution::step& done);
  [[nodiscard]] bool has_ended(std::size_t place) const;
  [[nodiscard]] bool waits(std::size_t place) const;
  [[nodiscard]] resource_graph::request request_of(std::size_t place) const;
  void add_resources(resource_graph& into) const;

  const scheduler::execution* told_;
  std::size_t done_ = 0;
  std::vector<task> tasks_;
  std::vector<std::size_t> following_;    ///< by step: place of the next step of its task
  std::vector<std::string> states_;       ///< by object
  std::vector<std::uint64_t> instances_;  ///< by object
};

/// The graph after so many steps of the execution.
resource_graph resource_graph_at(const scheduler::execution& told, std::size_t step);

/// The graph of a deadlock at its end: its closed set, what that waits for, and who waits for it,
/// with the part that each plays. Precondition: `found.deadlock`.
resource_graph resource_graph_of(const checker::finding& found);

/// Sets the part of whatever in a graph of the execution of `found` belongs to its deadlock. Before
/// the end of the execution that is as much of the ring as is there.
void mark_deadlock(resource_graph& graph, const checker::finding& found);

}  // namespace heddle::reports
