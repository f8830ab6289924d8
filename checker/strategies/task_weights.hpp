#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "scheduler/controlled_runtime.hpp"
#include "scheduler/decider.hpp"
#include "scheduler/random_numbers.hpp"

namespace heddle::checker {

/// How much each task of a model does: how many events, or how many on each object. Tasks are known
/// by schedule-independent numbers: the k-th task that began while its mother, the task of the last
/// event, had its turn. (That a mother goes on at the end of a `together`, in the turn of whoever
/// ended last, is not seen: what she starts there may have no counts.)
class task_counts {
 public:
  /// Not an object: all events.
  static constexpr std::uint32_t everything = 0xffff'ffff;
  /// Not a task.
  static constexpr std::uint32_t nobody = 0xffff'ffff;

  /// How a task of one execution came about.
  struct birth {
    std::uint32_t mother = nobody;  ///< an earlier place in the list of births
    std::uint32_t number = 0;       ///< she had so many before
  };

  /// Whether events are counted by object.
  explicit task_counts(bool by_object) : by_object_(by_object) {}

  [[nodiscard]] bool empty() const { return nodes_.empty(); }

  /// Adds the events of an execution: of each count, the largest of all executions is kept.
  void learn(std::span<const birth> births, std::span<const scheduler::event> events);

  /// The task that began as `number`-th of `mother`; without mother the main task. `nobody` if none
  /// is known.
  [[nodiscard]] std::uint32_t find(std::uint32_t mother, std::uint32_t number) const;

  /// The objects that several tasks use.
  [[nodiscard]] std::vector<std::uint32_t> shared_objects() const;

  /// Makes `weight` speak of the events on `object`, or of `everything`.
  void select(std::uint32_t object);

  /// How many of the selected events a task and the tasks that descend from it do.
  [[nodiscard]] std::uint64_t weight(std::uint32_t task) const {
    return task == nobody ? 0 : nodes_[task].weight;
  }

  /// All counts as text, each task before its children, with dots between: the counts of the task,
  /// `12` or for objects `0x3+2x1` (three events on the first object, one on the third), and the
  /// number of its children, if any, as in `12-2`.
  [[nodiscard]] std::string text() const;

  /// The counts of a text. Throws `scheduler::usage_error`.
  static task_counts from_text(bool by_object, const std::string& text);

 private:
  struct count {
    std::uint32_t object = everything;
    std::uint64_t events = 0;
  };
  struct node {
    std::vector<std::uint32_t> children;
    std::vector<count> counts;  ///< by ascending object
    std::uint64_t weight = 0;
  };

  class counts_reader;

  void read_counts(counts_reader& from, std::uint32_t task);
  [[nodiscard]] std::uint32_t find_or_add(std::uint32_t mother, std::uint32_t number);
  void keep_most(std::uint32_t task, std::uint32_t object, std::uint64_t events);
  void append_text(std::string& to, std::uint32_t task) const;

  bool by_object_;
  std::vector<node> nodes_;  ///< mothers before children; the first is the main task
};

/// What the tasks of the execution under way have left to do, by the counts of earlier ones.
class task_weights {
 public:
  explicit task_weights(const task_counts& counts) : counts_(counts) {}

  /// A new execution.
  void begin() {
    tasks_.clear();
    births_.clear();
  }

  /// Takes in the tasks that began since the last scheduling point. A child's events are its
  /// mother's until then. Calls `visit(child, mother, weight, weight of the mother before)`.
  template <class Visit>
  void meet(const scheduler::scheduling_point& point, Visit&& visit) {
    const std::size_t count = point.state().tasks.size();
    while (births_.size() < count) add(point.current(), visit);
  }
  void meet(const scheduler::scheduling_point& point) {
    meet(point, [](auto, auto, auto, auto) {});
  }

  /// A task has done one of the selected events.
  void did_one(scheduler::task_index task) {
    if (tasks_[task].weight > 0) --tasks_[task].weight;
  }

  [[nodiscard]] std::uint64_t operator[](scheduler::task_index task) const {
    return tasks_[task].weight;
  }

  [[nodiscard]] std::size_t size() const { return tasks_.size(); }
  [[nodiscard]] std::span<const task_counts::birth> births() const { return births_; }

 private:
  struct living {
    std::uint32_t known_as = task_counts::nobody;
    std::uint32_t born = 0;
    std::uint64_t weight = 0;
  };

  template <class Visit>
  void add(scheduler::task_index current, Visit&& visit) {
    const auto place = static_cast<scheduler::task_index>(births_.size());
    if (place == 0) {
      const std::uint32_t main = counts_.find(task_counts::nobody, 0);
      births_.push_back({});
      tasks_.push_back({main, 0, counts_.weight(main)});
      return;
    }
    const scheduler::task_index mother = current == scheduler::no_task ? 0 : current;
    living& her = tasks_[mother];
    const std::uint32_t known_as = counts_.find(her.known_as, her.born);
    const std::uint64_t weight = counts_.weight(known_as);
    const std::uint64_t before = her.weight;
    births_.push_back({mother, her.born++});
    her.weight -= weight < before ? weight : before;
    tasks_.push_back({known_as, 0, weight});
    visit(place, mother, weight, before);
  }

  const task_counts& counts_;
  std::vector<living> tasks_;  ///< by place
  std::vector<task_counts::birth> births_;
};

/// One of the tasks, each with a probability in proportion to `weight(task)`, by the low half of a
/// random number; `no_task` if all weights are 0.
template <class Weight>
scheduler::task_index draw_by_weight(const scheduler::task_set& tasks, std::uint64_t drawn,
                                     Weight&& weight) {
  std::uint64_t total = 0;
  tasks.for_each([&](scheduler::task_index each) { total += weight(each); });
  if (total == 0) return scheduler::no_task;
  std::uint64_t rank = scheduler::scale(drawn, total);
  scheduler::task_index found = scheduler::no_task;
  tasks.for_each([&](scheduler::task_index each) {
    if (found != scheduler::no_task) return;
    const std::uint64_t mine = weight(each);
    if (rank < mine)
      found = each;
    else
      rank -= mine;
  });
  return found;
}

}  // namespace heddle::checker
