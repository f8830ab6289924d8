#include "scheduler/primitives/atomic_target.hpp"

#include <map>
#include <mutex>
#include <utility>

namespace heddle::detail {

namespace {

/// What the references of one execution share, by address and type.
struct execution_targets {
  std::uint32_t epoch = 0;
  std::map<std::pair<const void*, const void*>, std::shared_ptr<void>> targets;
};

/// Runtimes of several threads may be at work.
struct target_registry {
  std::mutex mutex;
  std::map<const scheduler::runtime*, execution_targets> executions;
};

target_registry& registry() {
  static target_registry the_registry;
  return the_registry;
}

std::mutex& native_mutex() {
  static std::mutex the_mutex;
  return the_mutex;
}

}  // namespace

std::shared_ptr<void>& shared_target(const scheduler::runtime& here, const void* variable,
                                     const void* type) {
  target_registry& all = registry();
  const std::lock_guard lock(all.mutex);
  execution_targets& mine = all.executions[&here];
  if (mine.epoch != here.epoch()) {
    mine.targets.clear();
    mine.epoch = here.epoch();
  }
  return mine.targets[{variable, type}];
}

native_target_lock::native_target_lock() { native_mutex().lock(); }

native_target_lock::~native_target_lock() { native_mutex().unlock(); }

}  // namespace heddle::detail
