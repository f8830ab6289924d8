// An agent lays two of tobacco, paper and matches on the table; the smoker who has the third takes
// them. If each smoker waits for one thing, then for the other, two of them take one each and
// neither can smoke. Patil posed it in 1971 to show that semaphores alone do not do; Parnas
// disagreed in 1975. Here the smokers who are right wait for both things at once, in a monitor.

#include "checker/model.hpp"
#include "scheduler/primitives/choose.hpp"
#include "scheduler/primitives/condition_variable.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/semaphore.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/unique_lock.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

constexpr int things = 3;

constexpr int after(int thing) { return (thing + 1) % things; }

/// Every thing by itself.
class semaphores {
 public:
  void lay_all_but(int thing) {
    lies_[after(thing)].release();
    lies_[after(after(thing))].release();
  }
  void take_all_but(int thing) {
    lies_[after(thing)].acquire();
    lies_[after(after(thing))].acquire();
  }

 private:
  counting_semaphore<> lies_[things]{{0, "tobacco"}, {0, "paper"}, {0, "matches"}};
};

/// Both things at once.
class monitor {
 public:
  void lay_all_but(int thing) {
    const lock_guard guard{lock_};
    missing_ = thing;
    changed_.notify_all();
  }
  void take_all_but(int thing) {
    unique_lock guard{lock_};
    while (missing_ != thing) changed_.wait(guard);
    missing_ = everything;
  }

 private:
  static constexpr int everything = -1;

  mutex lock_{"lock"};
  condition_variable changed_{"changed"};
  var<int> missing_{everything, "missing"};
};

/// The agent serves all three smokers, and begins with any.
template <class Table>
void smoke() {
  Table table;
  binary_semaphore smoked{0, "smoked"};
  const auto smoker = [&](int mine) {
    table.take_all_but(mine);
    smoked.release();
  };
  thread has_tobacco{"has tobacco", smoker, 0};
  thread has_paper{"has paper", smoker, 1};
  thread has_matches{"has matches", smoker, 2};
  int served = choose(things);
  for (int round = 0; round < things; ++round) {
    table.lay_all_but(served);
    smoked.acquire();
    served = after(served);
  }
  has_tobacco.join();
  has_paper.join();
  has_matches.join();
}

const model broken_registration{{.name = "classic.cigarette_smokers.semaphores",
                                 .summary = "smokers take one thing, then wait for the other",
                                 .body = smoke<semaphores>,
                                 .expect = {finding_kind::deadlock}}};
const model right_registration{{.name = "classic.cigarette_smokers.monitor",
                                .summary = "smokers wait for both things at once",
                                .body = smoke<monitor>}};

}  // namespace
}  // namespace heddle::models
