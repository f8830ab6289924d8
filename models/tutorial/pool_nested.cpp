// A job in a pool hands another job to the same pool and waits for it. With two workers and two
// such jobs, both workers may wait, and nobody is left to do what they wait for. (A pool of
// threads: the jobs of a pool of processes cannot use it.)

#include "checker/model.hpp"
#include "models/python/thread_pool.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/future.hpp"
#include "scheduler/primitives/observe.hpp"

namespace heddle::models {
namespace {

int part() { return 1; }

/// Two parts of work, one done by another worker; or, if `alone`, both by this one.
int whole(python::thread_pool& pool, bool alone) {
  return part() + (alone ? part() : pool.apply(part, "part"));
}

void run_two(bool alone) {
  python::thread_pool pool{2};
  future<int> first = pool.apply_async([&] { return whole(pool, alone); }, "first result");
  future<int> second = pool.apply_async([&] { return whole(pool, alone); }, "second result");
  const int sum = first.get() + second.get();
  pool.close();
  pool.join();
  observe("sum", sum);
  check(sum == 4, "all parts are done");
}

const model nested_registration{{.name = "tutorial.pool.nested",
                                 .summary = "jobs wait for jobs of their own full pool",
                                 .body = [] { run_two(false); },
                                 .expect = {finding_kind::deadlock}}};
const model alone_registration{{.name = "tutorial.pool.not_nested",
                                .summary = "jobs that do all of their work themselves",
                                .body = [] { run_two(true); }}};

}  // namespace
}  // namespace heddle::models
