#include "scheduler/primitives/process_shared.hpp"

#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/lock_guard.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/process.hpp"
#include "scheduler/primitives/recursive_mutex.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/primitives/outcomes.hpp"

using namespace heddle::testing;

namespace {

/// What two processes leave that add 1 to `counter` in two steps, each under `guard`.
template <class Mutex>
void count_in_processes(heddle::atomic<int>& counter, Mutex& mutex) {
  const auto add = [&] {
    const heddle::lock_guard held{mutex};
    const int before = counter.load();
    counter.store(before + 1);
  };
  heddle::process first{"first", add};
  heddle::process second{"second", add};
  first.join();
  second.join();
  heddle::observe("counter", counter);
}

}  // namespace

TEST_CASE("an atomic that processes share is one, any other is copied") {
  const auto add = [](heddle::atomic<int>& counter) {
    heddle::process child{"child", [&] { ++counter; }};
    ++counter;
    child.join();
    heddle::observe("counter", counter);
  };
  CHECK(outcomes_of([&] {
          heddle::atomic<int> counter{0, heddle::process_shared, "counter"};
          add(counter);
        }) == texts{"counter=2"});
  CHECK(outcomes_of([&] {
          heddle::atomic<int> counter{0, "counter"};
          add(counter);
        }) == texts{"counter=1"});
}

TEST_CASE("a mutex that processes share excludes, any other is copied") {
  CHECK(outcomes_of([] {
          heddle::atomic<int> counter{0, heddle::process_shared, "counter"};
          heddle::mutex mutex{heddle::process_shared, "lock"};
          count_in_processes(counter, mutex);
        }) == texts{"counter=2"});
  CHECK(outcomes_of([] {
          heddle::atomic<int> counter{0, heddle::process_shared, "counter"};
          heddle::recursive_mutex mutex{heddle::process_shared, "lock"};
          count_in_processes(counter, mutex);
        }) == texts{"counter=2"});
  CHECK(outcomes_of([] {
          heddle::atomic<int> counter{0, heddle::process_shared, "counter"};
          heddle::mutex mutex{"lock"};
          count_in_processes(counter, mutex);
        }) == texts{"counter=1", "counter=2"});
}
