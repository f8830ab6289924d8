// Workers take jobs from a queue until it is closed and empty. All who wait must hear that it is
// closed: if only one is woken, the others sleep on, and whoever joins them waits with them. The
// rule, to notify all when more than one may go on, is Lampson and Redell's (1980).

#include "checker/model.hpp"
#include "scheduler/primitives/condition_variable.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/unique_lock.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

class work_queue {
 public:
  void put() {
    const lock_guard guard{lock_};
    jobs_ += 1;
    changed_.notify_one();
  }
  /// Whether there was a job.
  bool take() {
    unique_lock guard{lock_};
    while (jobs_ == 0 && !closed_) changed_.wait(guard);
    if (jobs_ == 0) return false;
    jobs_ -= 1;
    return true;
  }
  void close() {
    const lock_guard guard{lock_};
    closed_ = true;
    changed_.notify_all();
  }
  void close_telling_one() {
    const lock_guard guard{lock_};
    closed_ = true;
    changed_.notify_one();
  }

 private:
  mutex lock_{"lock"};
  condition_variable changed_{"changed"};
  var<int> jobs_{0, "jobs"};
  var<bool> closed_{false, "closed"};
};

/// One job and two workers.
void work(void (work_queue::*close)()) {
  work_queue queue;
  const auto until_closed = [&] {
    while (queue.take()) {
    }
  };
  thread worker_1{"worker 1", until_closed};
  thread worker_2{"worker 2", until_closed};
  queue.put();
  (queue.*close)();
  worker_1.join();
  worker_2.join();
}

const model broken_registration{{.name = "classic.work_queue.one_told",
                                 .summary = "closing wakes one of two waiting workers",
                                 .body = [] { work(&work_queue::close_telling_one); },
                                 .expect = {finding_kind::deadlock}}};
const model right_registration{{.name = "classic.work_queue.all_told",
                                .summary = "closing wakes all waiting workers",
                                .body = [] { work(&work_queue::close); }}};

}  // namespace
}  // namespace heddle::models
