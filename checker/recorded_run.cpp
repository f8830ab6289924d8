#include "checker/recorded_run.hpp"

#include <fmt/format.h>

#include "scheduler/recording.hpp"

namespace heddle::checker {

scheduler::task_entry main_task(const std::function<void()>& body) {
  scheduler::task_entry entry;
  entry.run = [](void* context) { (*static_cast<const std::function<void()>*>(context))(); };
  entry.context = const_cast<std::function<void()>*>(&body);
  return entry;
}

recorded_run::recorded_run(const std::function<void()>& body, const token& what, replay_mode mode)
    : runtime_(what.options) {
  replay_schedule schedule(what.decisions, mode);
  scheduler::recording recording;
  const scheduler::ending how = runtime_.run(main_task(body), schedule, 0, &recording);
  told_ = recording.finish(how);
  divergence_ = schedule.divergence(told_);
  if (divergence_.empty()) divergence_ = compare_shape(what);
}

std::string recorded_run::compare_shape(const token& what) const {
  const std::uint32_t shape = shape_of(left());
  if (shape == what.shape) return {};
  return fmt::format(
      "all decisions fit, but tasks, objects or operations are others than when the token was "
      "made: the shape was {:08x} and is {:08x}; has the model changed?",
      what.shape, shape);
}

}  // namespace heddle::checker
