// A deque of jobs: its owner puts and takes at the bottom, thieves steal at the top. Only for the
// last job can the two meet, and then both must compete for the top; an owner who takes the last
// job without asking shares it with a thief. Chase and Lev, "Dynamic circular work-stealing deque",
// 2005. Here the deque is bounded and no place is used twice.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

constexpr int jobs = 2;
constexpr int none = -1;

class deque {
 public:
  void put(int job) {
    const int place = bottom_.load();
    job_[place] = job;
    bottom_ = place + 1;
  }
  int take() {
    const int place = bottom_.load() - 1;
    bottom_ = place;
    int oldest = top_.load();
    if (oldest < place) return job_[place];
    const bool mine = oldest == place && top_.compare_exchange_strong(oldest, place + 1);
    bottom_ = place + 1;
    return mine ? job_[place].get() : none;
  }
  int take_without_asking() {
    const int place = bottom_.load() - 1;
    bottom_ = place;
    if (top_.load() <= place) return job_[place];
    bottom_ = place + 1;
    return none;
  }
  int steal() {
    int oldest = top_.load();
    if (oldest >= bottom_.load()) return none;
    const int job = job_[oldest];
    return top_.compare_exchange_strong(oldest, oldest + 1) ? job : none;
  }

 private:
  atomic<int> top_{0, "top"};
  atomic<int> bottom_{0, "bottom"};
  var<int> job_[jobs]{{none, "place 0"}, {none, "place 1"}};
};

/// The owner puts all jobs and takes until there are none, while a thief tries to steal two.
void share_jobs(int (deque::*take)()) {
  deque shared;
  atomic<int> done[jobs]{{0, "job 0 done"}, {0, "job 1 done"}};
  const auto work = [&](int job) { done[job] += 1; };
  thread owner{"owner", [&] {
                 for (int job = 0; job < jobs; ++job) shared.put(job);
                 for (int job = (shared.*take)(); job != none; job = (shared.*take)()) work(job);
               }};
  thread thief{"thief", [&] {
                 for (int tries = 0; tries < jobs; ++tries)
                   if (const int job = shared.steal(); job != none) work(job);
               }};
  owner.join();
  thief.join();
  for (const atomic<int>& times : done) check(times == 1, "every job is done once");
}

const model right_registration{{.name = "classic.work_stealing.right",
                                .summary = "owner and thief compete for the last job",
                                .body = [] { share_jobs(&deque::take); }}};
const model broken_registration{{.name = "classic.work_stealing.shared_job",
                                 .summary = "the owner takes the last job without asking",
                                 .body = [] { share_jobs(&deque::take_without_asking); },
                                 .expect = {{finding_kind::invariant, "every job is done once"}}}};

}  // namespace
}  // namespace heddle::models
