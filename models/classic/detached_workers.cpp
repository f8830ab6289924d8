// Two workers are detached and keep an index and a log in step. If they take the two locks in
// opposite orders they may wait for each other for ever, and nobody notices: main has ended, and
// would not have waited for them anyway. Lock both at once, and count the work that is done.
// Williams, "C++ Concurrency in Action", 2012, on threads left in the background.

#include <memory>

#include "checker/model.hpp"
#include "scheduler/primitives/latch.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

/// Lives as long as somebody works on it.
struct store {
  mutex index_lock{"index lock"};
  mutex log_lock{"log lock"};
  var<int> indexed{0, "indexed"};
  var<int> logged{0, "logged"};
  latch work{2, "work"};

  void add() {
    indexed += 1;
    logged += 1;
  }
};

void index_then_log(store& shared) {
  const lock_guard index{shared.index_lock};
  const lock_guard log{shared.log_lock};
  shared.add();
}

void log_then_index(store& shared) {
  const lock_guard log{shared.log_lock};
  const lock_guard index{shared.index_lock};
  shared.add();
}

void both_at_once(store& shared) {
  {
    const scoped_lock both{shared.index_lock, shared.log_lock};
    shared.add();
  }
  shared.work.count_down();
}

std::shared_ptr<store> in_background(void (*first)(store&), void (*second)(store&)) {
  auto shared = std::make_shared<store>();
  thread{"indexer", [shared, first] { first(*shared); }}.detach();
  thread{"logger", [shared, second] { second(*shared); }}.detach();
  return shared;
}

const model broken_registration{{.name = "classic.detached_workers.crossed",
                                 .summary = "workers in the background wait for each other",
                                 .body = [] { in_background(index_then_log, log_then_index); },
                                 .expect = {finding_kind::deadlock, finding_kind::leak}}};
const model right_registration{
    {.name = "classic.detached_workers.both_at_once",
     .summary = "workers in the background lock both at once",
     .body = [] { in_background(both_at_once, both_at_once)->work.wait(); }}};

}  // namespace
}  // namespace heddle::models
