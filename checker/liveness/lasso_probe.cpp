#include "checker/liveness/lasso_probe.hpp"

#include "checker/recorded_run.hpp"
#include "scheduler/random_numbers.hpp"

namespace heddle::checker {
namespace {

constexpr std::uint64_t most_probes = 256;
/// Those that have found nothing are over after so many events together.
constexpr std::size_t most_probed_events = 60'000;
/// A run that goes on for longer is left.
constexpr std::uint32_t longest_run = 2'000;

/// Stays with a task or goes to any other, by chance; how often it stays differs from run to run.
class probing_walk final : public scheduler::decider {
 public:
  explicit probing_walk(std::uint64_t run) : seed_(run), stays_(run % 4) {}

  scheduler::choice pick(const scheduler::scheduling_point& point) override {
    if (point.step() >= longest_run) return scheduler::give_up;
    scheduler::task_index task = point.current();
    const bool stays = task != scheduler::no_task && point.enabled().contains(task) &&
                       !point.may_leave() && next(4) < stays_;
    if (!stays) task = any_of(point.enabled());
    return {task, point.nth_way(task, static_cast<std::uint32_t>(next(point.count_ways(task))))};
  }

 private:
  std::uint64_t next(std::uint64_t below) { return scheduler::random_at(seed_, drawn_++) % below; }

  scheduler::task_index any_of(const scheduler::task_set& tasks) {
    std::uint64_t count = 0;
    tasks.for_each([&](scheduler::task_index) { ++count; });
    std::uint64_t left = next(count);
    scheduler::task_index chosen = tasks.first();
    tasks.for_each([&](scheduler::task_index task) {
      if (left-- == 0) chosen = task;
    });
    return chosen;
  }

  std::uint64_t seed_;
  std::uint64_t stays_;  ///< of four
  std::uint64_t drawn_ = 0;
};

}  // namespace

void probe_for_lassos(
    const std::function<void()>& body, const scheduler::execution_options& options,
    lasso_filter& filter,
    const std::function<void(std::vector<symptom>& seen, const finished_run& run)>& found) {
  scheduler::controlled_runtime runtime(options);
  std::size_t events = 0;
  std::vector<symptom> seen;
  for (std::uint64_t run = 0; run < most_probes && events < most_probed_events; ++run) {
    probing_walk walk(run);
    runtime.run(main_task(body), walk);
    events += runtime.events().size();
    const finished_run left = view_of(runtime);
    seen.clear();
    detect_lassos(left, seen);
    if (seen.empty()) continue;
    filter.keep_endless(body, left, seen);
    if (!seen.empty()) found(seen, left);
  }
}

}  // namespace heddle::checker
