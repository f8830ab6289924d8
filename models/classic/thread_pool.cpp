// A job in a pool of threads hands a part of its work to the same pool and waits for the result.
// If all threads of the pool wait so, nobody is left to do the parts. Goetz and others, "Java
// Concurrency in Practice", 2006, call it a thread starvation deadlock; whoever waits for a part
// can do it instead.

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "checker/model.hpp"
#include "scheduler/primitives/channel.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/future.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

/// Jobs wait in a channel, which is closed when there are no more.
class pool {
 public:
  using job = std::function<void()>;

  void submit(job work) { jobs_.send(std::move(work)); }
  void run_until_closed() {
    while (run_one_if(jobs_.receive())) {
    }
  }
  /// Does a job that waits, if there is one.
  void help() { run_one_if(jobs_.try_receive()); }
  void close() { jobs_.close(); }

 private:
  static bool run_one_if(const std::optional<job>& next) {
    if (next) (*next)();
    return next.has_value();
  }

  channel<job> jobs_{2, "jobs"};
};

/// Hands the part to the pool, and returns the future of its result.
future<int> submit_part(pool& workers) {
  auto result = std::make_shared<promise<int>>("part");
  future<int> part = result->get_future();
  workers.submit([result] { result->set_value(1); });
  return part;
}

int wait_for_part(pool& workers) { return submit_part(workers).get(); }

int help_with_part(pool& workers) {
  future<int> part = submit_part(workers);
  workers.help();
  return part.get();
}

/// Two jobs of one part each, and two threads.
void run_jobs(int (*compute)(pool&)) {
  pool workers;
  promise<void> done_1{"done 1"};
  promise<void> done_2{"done 2"};
  const auto job = [&](promise<void>& done) {
    check(compute(workers) == 1, "the part is done");
    done.set_value();
  };
  workers.submit([&] { job(done_1); });
  workers.submit([&] { job(done_2); });
  thread worker_1{"worker 1", [&] { workers.run_until_closed(); }};
  thread worker_2{"worker 2", [&] { workers.run_until_closed(); }};
  done_1.get_future().wait();
  done_2.get_future().wait();
  workers.close();
  worker_1.join();
  worker_2.join();
}

const model broken_registration{{.name = "classic.thread_pool.all_wait",
                                 .summary = "all threads of a pool wait for jobs of the pool",
                                 .body = [] { run_jobs(wait_for_part); },
                                 .expect = {finding_kind::deadlock}}};
const model right_registration{{.name = "classic.thread_pool.who_waits_helps",
                                .summary = "who waits for a job does one meanwhile",
                                .body = [] { run_jobs(help_with_part); }}};

}  // namespace
}  // namespace heddle::models
