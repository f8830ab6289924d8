#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "scheduler/execution.hpp"
#include "scheduler/recorder.hpp"
#include "scheduler/wording.hpp"

namespace heddle::scheduler {

/// Builds the rich record of one execution while it is replayed: names, words, values, lines.
///
/// Unnamed tasks and objects are named by their kind and the order of creation among those of
/// their kind and creator: `thread 1`, `mutex 2`; those of tasks other than main with the
/// creator's name before it, `alice.mutex 1`. A process' copy of an object is `process 1.balance`.
class recording final : public recorder {
 public:
  void task_created(task_index task, task_index parent, std::uint32_t number,
                    const task_entry& entry) override;
  void object_created(object_index object, task_index creator, std::uint32_t number,
                      const object_description& description, object_index original) override;
  void event_done(const event& done, const operation& announced,
                  const scheduling_point& point) override;
  void task_finished(task_index task) override;
  void task_stuck(task_index task, const operation& pending) override;
  void observed(task_index task, std::string_view name, std::string_view value) override;
  void noted(task_index task, std::string_view text, code_site site) override;
  void failed(const failure& what) override;

  /// The record, given how the execution ended. Looks up the lines: not to be called on a task's
  /// stack. The recording is empty afterwards.
  execution finish(ending how);

 private:
  /// A line to be looked up later, when there is time and stack for it.
  struct unresolved {
    std::vector<code_site> tasks, pending, objects, steps, remarks, problems;
  };

  [[nodiscard]] int told_task(std::uint32_t task) const;
  [[nodiscard]] int told_object(object_index object) const;
  [[nodiscard]] std::string prefix_of(task_index creator) const;
  std::string numbered_name(task_index creator, std::string_view kind);
  void name_spawn(const execution::task& made, int place);
  [[nodiscard]] std::uint32_t count_ways(const event& done, const operation& announced,
                                         const scheduling_point& point);
  void name_things(execution::step& step, const event& done) const;
  void update(object_index object, const scheduling_point& point);
  [[nodiscard]] std::string last_text(object_index object) const;
  [[nodiscard]] std::uint32_t steps_done() const;

  execution told_;
  unresolved sites_;
  vocabulary words_;
  std::vector<int> task_places_, object_places_;
  std::map<std::pair<task_index, std::string_view>, std::uint32_t> counts_;
  /// The states after the last event, and their texts.
  std::vector<object_state> objects_;
  std::vector<task_state> tasks_;
  std::vector<std::string> texts_;
};

}  // namespace heddle::scheduler
