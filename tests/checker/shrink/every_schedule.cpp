#include "tests/checker/shrink/every_schedule.hpp"

#include <vector>

#include "checker/recorded_run.hpp"

namespace scheduler = heddle::scheduler;

namespace {

/// Takes the choices of a list, and from its end on always the first.
class odometer final : public scheduler::decider {
 public:
  explicit odometer(std::uint32_t preemptions) : preemptions_(preemptions) {}

  /// The next list; false if that was the last.
  bool turn() {
    while (!digits_.empty() && digits_.back().value + 1 == digits_.back().values)
      digits_.pop_back();
    if (digits_.empty()) return false;
    ++digits_.back().value;
    begin();
    return true;
  }

  void begin() {
    place_ = 0;
    spent_ = 0;
  }

  scheduler::choice pick(const scheduler::scheduling_point& point) override {
    std::vector<scheduler::choice> choices;
    point.enabled().for_each([&](scheduler::task_index task) {
      if (preempts(point, task) && spent_ == preemptions_) return;
      point.for_each_way(task, [&](scheduler::alternative way) { choices.push_back({task, way}); });
    });
    if (place_ == digits_.size()) digits_.push_back({0, choices.size()});
    const scheduler::choice chosen = choices[digits_[place_++].value];
    if (preempts(point, chosen.task)) ++spent_;
    return chosen;
  }

 private:
  struct digit {
    std::size_t value;
    std::size_t values;
  };

  /// Leaves a task that could have gone on and that has not offered to wait.
  static bool preempts(const scheduler::scheduling_point& point, scheduler::task_index task) {
    const scheduler::task_index current = point.current();
    return current != scheduler::no_task && task != current && point.enabled().contains(current) &&
           !point.may_leave();
  }

  std::uint32_t preemptions_;
  std::uint32_t spent_ = 0;
  std::vector<digit> digits_;
  std::size_t place_ = 0;
};

}  // namespace

bool every_schedule(const std::function<void()>& body, const scheduler::execution_options& options,
                    std::uint32_t preemptions, std::uint64_t limit,
                    const std::function<void(const scheduler::controlled_runtime&)>& visit) {
  scheduler::controlled_runtime runtime(options);
  odometer choices(preemptions);
  for (std::uint64_t runs = 0; runs == 0 || choices.turn(); ++runs) {
    if (runs == limit) return false;
    runtime.run(heddle::checker::main_task(body), choices);
    visit(runtime);
  }
  return true;
}
