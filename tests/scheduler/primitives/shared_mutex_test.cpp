#include "scheduler/primitives/shared_mutex.hpp"

#include <chrono>
#include <mutex>
#include <shared_mutex>

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/shared_lock.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/primitives/outcomes.hpp"

using namespace std::chrono_literals;
using namespace heddle::testing;
using heddle::scheduler::misuse;

namespace {

/// Two readers and a writer; observes whether the readers were ever in together.
template <class Mutex, class Reading, class Writing>
void readers_and_writer() {
  Mutex mutex;
  heddle::var<int> inside{0};
  bool together = false;
  const auto read = [&] {
    Reading lock{mutex};
    if (inside.get() == 1) together = true;
    inside = 1;
  };
  const auto write = [&] {
    Writing lock{mutex};
    inside = 0;
  };
  heddle::together({read, read, write});
  heddle::observe("together", together);
}

}  // namespace

TEST_CASE("readers share, a writer is alone") {
  // Without the writer between them the second reader finds the trace of the first.
  CHECK(outcomes_of(readers_and_writer<heddle::shared_mutex, std::shared_lock<heddle::shared_mutex>,
                                       std::unique_lock<heddle::shared_mutex>>) ==
        texts{"together=false", "together=true"});
  // A read-modify-write under the lock is never torn.
  CHECK(outcomes_of([] {
          heddle::shared_mutex mutex;
          heddle::var<int> counter{0};
          int seen = 0;
          heddle::together({[&] {
                              std::lock_guard lock{mutex};
                              counter = 1;
                              counter = 2;
                            },
                            [&] {
                              heddle::shared_lock lock{mutex};
                              seen = counter;
                            }});
          heddle::observe("seen", seen);
        }) == texts{"seen=0", "seen=2"});
}

TEST_CASE("shares are held at the same time") {
  // Each waits inside until the other is inside too: that ends only if both can be.
  const auto body = [](auto take) {
    heddle::shared_mutex mutex;
    heddle::var<int> inside{0};
    heddle::together({[&] {
                        take(mutex);
                        inside = inside + 1;
                      },
                      [&] {
                        take(mutex);
                        inside = inside + 1;
                      }});
    heddle::observe("inside", inside);
  };
  CHECK(outcomes_of([&] {
          body([](heddle::shared_mutex& mutex) { mutex.lock_shared(); });
        }).count("[stuck]") == 0);
  CHECK(outcomes_of([&] {
          body([](heddle::shared_mutex& mutex) { mutex.lock(); });
        }).count("[stuck]") == 1);
}

TEST_CASE("attempts at a shared mutex") {
  const auto attempts_while = [](auto hold) {
    return outcomes_of([hold] {
      heddle::shared_timed_mutex mutex;
      hold(mutex);
      heddle::together({[&] {
        const bool alone = mutex.try_lock();
        if (alone) mutex.unlock();
        const bool share = mutex.try_lock_shared();
        if (share) mutex.unlock_shared();
        const bool alone_for = mutex.try_lock_for(1s);
        if (alone_for) mutex.unlock();
        const bool share_for = mutex.try_lock_shared_for(1s);
        if (share_for) mutex.unlock_shared();
        heddle::observe("taken", std::string{alone ? 'x' : '-', share ? 's' : '-',
                                             alone_for ? 'x' : '-', share_for ? 's' : '-'});
      }});
      heddle::scheduler::current().fail_check("end", {});
    });
  };
  CHECK(attempts_while([](auto&) {}) == texts{"taken=xsxs {check: end}"});
  CHECK(attempts_while([](auto& mutex) { mutex.lock_shared(); }) ==
        texts{"taken=-s-s {check: end}"});
  CHECK(attempts_while([](auto& mutex) { mutex.lock(); }) == texts{"taken=---- {check: end}"});
}

TEST_CASE("misuse of shared mutexes is reported") {
  CHECK(misuse_of([] {
          heddle::shared_mutex mutex;
          mutex.unlock_shared();
        }) == misuse::unlock_not_locked);
  CHECK(misuse_of([] {
          heddle::shared_mutex mutex;
          mutex.lock();
          mutex.unlock_shared();
        }) == misuse::unlock_not_owner);
  CHECK(misuse_of([] {
          heddle::shared_mutex mutex;
          mutex.lock_shared();
          mutex.unlock();
        }) == misuse::unlock_not_owner);
  CHECK(misuse_of([] {
          heddle::shared_mutex mutex;
          mutex.lock_shared();
        }) == misuse::destroyed_while_held);
}
