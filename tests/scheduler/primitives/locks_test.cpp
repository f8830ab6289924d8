#include "scheduler/primitives/locks.hpp"

#include <chrono>
#include <mutex>
#include <utility>

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/shared_mutex.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/primitives/outcomes.hpp"

using namespace std::chrono_literals;
using namespace heddle::testing;
using heddle::scheduler::misuse;
using heddle::scheduler::operation_kind;

namespace {

/// A lockable of a model's own, without locations.
struct foreign_mutex {
  void lock() { inner.lock(); }
  bool try_lock() { return inner.try_lock(); }
  void unlock() { inner.unlock(); }
  heddle::mutex inner;
};

}  // namespace

TEST_CASE("guards tell the line they stand on, also at the end of their scope") {
  constexpr unsigned line = __LINE__;
  const auto body = [] {
    heddle::mutex a;
    heddle::mutex b;
    { heddle::lock_guard guard{a}; }
    { heddle::unique_lock lock{a}; }
    { heddle::scoped_lock lock{a}; }
    { heddle::scoped_lock lock{a, b}; }
    heddle::shared_mutex shared;
    { heddle::shared_lock lock{shared}; }
    heddle::lock(a, b);
    a.unlock();
    b.unlock();
  };
  CHECK(lines_of(operation_kind::lock, body) ==
        std::vector{line + 4, line + 5, line + 6, line + 7, line + 7, line + 10, line + 10});
  CHECK(lines_of(operation_kind::unlock, body) ==
        std::vector{line + 4, line + 5, line + 6, line + 7, line + 7, line + 11, line + 12});
  CHECK(lines_of(operation_kind::lock_shared, body) == std::vector{line + 9});
}

TEST_CASE("a unique_lock holds as it was told to") {
  CHECK(outcomes_of([] {
          heddle::timed_mutex mutex;
          heddle::unique_lock<heddle::timed_mutex> empty;
          CHECK(!empty.owns_lock());
          CHECK(empty.mutex() == nullptr);
          heddle::unique_lock later{mutex, heddle::defer_lock};
          CHECK(!later);
          later.lock();
          CHECK(later.owns_lock());
          heddle::unique_lock refused{mutex, heddle::try_to_lock};
          CHECK(!refused);
          heddle::unique_lock timed_out{mutex, 1s};
          CHECK(!timed_out);
          heddle::unique_lock too_late{mutex, heddle::virtual_clock::time_point{}};
          CHECK(!too_late);
          later.unlock();
          CHECK(refused.try_lock());
          refused.unlock();
          CHECK(timed_out.try_lock_for(1s));
          timed_out.unlock();
          CHECK(too_late.try_lock_until(heddle::virtual_clock::time_point{1h}));
          too_late.unlock();
          mutex.lock();
          heddle::unique_lock adopted{mutex, heddle::adopt_lock};
          CHECK(adopted.owns_lock());
          empty = std::move(adopted);
          CHECK(empty.owns_lock());
          CHECK(adopted.mutex() == nullptr);  // NOLINT: moved from, on purpose
          swap(empty, later);
          CHECK(later.owns_lock());
          CHECK(!empty.owns_lock());
          CHECK(later.release() == &mutex);
          CHECK(!later.owns_lock());
          mutex.unlock();
        }) == texts{""});
}

TEST_CASE("assigning to a lock gives back what it held") {
  CHECK(outcomes_of([] {
          heddle::mutex a;
          heddle::mutex b;
          heddle::unique_lock lock{a};
          lock = heddle::unique_lock{b};
          CHECK(a.try_lock());
          a.unlock();
          CHECK(!b.try_lock());
        }) == texts{""});
}

TEST_CASE("misuse of locks is reported") {
  using lock_type = heddle::unique_lock<heddle::mutex>;
  CHECK(misuse_of([] { lock_type{}.lock(); }) == misuse::no_mutex);
  CHECK(misuse_of([] { (void)lock_type{}.try_lock(); }) == misuse::no_mutex);
  CHECK(misuse_of([] { lock_type{}.unlock(); }) == misuse::not_locked);
  CHECK(misuse_of([] {
          heddle::mutex mutex;
          lock_type lock{mutex};
          lock.lock();
        }) == misuse::already_locked);
  CHECK(misuse_of([] {
          heddle::mutex mutex;
          lock_type lock{mutex, heddle::defer_lock};
          lock.unlock();
        }) == misuse::not_locked);
  // The task is over with it, and what it held is free.
  CHECK(outcomes_of([] {
          heddle::mutex mutex;
          heddle::together({[&] {
                              lock_type lock{mutex};
                              lock.lock();
                              heddle::check(false, "not reached");
                            },
                            [&] { lock_type lock{mutex}; }});
        }) == texts{"{misuse: " + std::string(description_of(misuse::already_locked)) + "}"});
}

TEST_CASE("several locks are taken without deadlock, in a finite search") {
  // Opposite orders with plain guards deadlock.
  CHECK(outcomes_of([] {
          heddle::mutex a;
          heddle::mutex b;
          heddle::together({[&] {
                              heddle::lock_guard first{a};
                              heddle::lock_guard second{b};
                            },
                            [&] {
                              heddle::lock_guard first{b};
                              heddle::lock_guard second{a};
                            }});
        }) == texts{"", "[stuck]"});
  const auto with_scoped_lock = [] {
    heddle::mutex a;
    heddle::mutex b;
    heddle::var<int> counter{0};
    heddle::together({[&] {
                        heddle::scoped_lock both{a, b};
                        counter = counter + 1;
                      },
                      [&] {
                        heddle::scoped_lock both{b, a};
                        counter = counter + 1;
                      }});
    heddle::observe("counter", counter);
  };
  const texts found = outcomes_of(with_scoped_lock);
  CHECK(found.count("counter=2") == 1);
  // Beside that only executions that are not counted: mutual backing off.
  for (const std::string& each : found)
    CHECK((each == "counter=2" || each.find("[pruned]") != std::string::npos));
  // Also against a task that takes one after the other, and with locks in place of mutexes.
  const texts mixed = outcomes_of([] {
    heddle::mutex a;
    foreign_mutex b;
    heddle::together({[&] {
                        heddle::unique_lock first{a, heddle::defer_lock};
                        std::unique_lock second{b, std::defer_lock};
                        heddle::lock(first, second);
                        CHECK(first.owns_lock());
                        CHECK(second.owns_lock());
                      },
                      [&] {
                        heddle::lock_guard first{b};
                        heddle::lock_guard second{a};
                      }});
  });
  CHECK(mixed == texts{""});
}

TEST_CASE("lock blocks on the lock that failed") {
  // While b is held the task backs off once and then waits for b: no second attempt at b.
  CHECK(operations_of([] {
          heddle::mutex a;
          heddle::mutex b;
          b.lock();
          heddle::together({[&] { heddle::scoped_lock both{a, b}; }});
        }) == "lock lock lock unlock");
}

TEST_CASE("try_lock takes all or none and says which failed") {
  CHECK(outcomes_of([] {
          heddle::mutex a;
          heddle::mutex b;
          heddle::mutex c;
          CHECK(heddle::try_lock(a, b, c) == -1);
          a.unlock();
          c.unlock();
          CHECK(heddle::try_lock(a, b) == 1);
          CHECK(heddle::try_lock(a, c, b) == 2);
          CHECK(heddle::try_lock(b, a) == 0);
          CHECK(heddle::try_lock(a, c) == -1);
          a.unlock();
          b.unlock();
          c.unlock();
          heddle::mutex d;
          heddle::lock(a, b, c, d);
          CHECK(heddle::try_lock(a, b, c, d) == 0);
          heddle::scoped_lock all{std::adopt_lock, a, b, c, d};
          [[maybe_unused]] heddle::scoped_lock<> none;
        }) == texts{""});
}

TEST_CASE("the standard's locks on several of ours") {
  CHECK(outcomes_of([] {
          heddle::mutex a;
          heddle::mutex b;
          std::scoped_lock both{a, b};
          CHECK(!a.try_lock());
          CHECK(!b.try_lock());
        }) == texts{""});
}
