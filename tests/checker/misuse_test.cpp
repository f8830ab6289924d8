#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "checker/check.hpp"
#include "checker/strategy.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"

/// Misuses and leaks: what is said of them, and the steps that led to them.

namespace {

using namespace heddle;
using checker::misuse_role;
using scheduler::misuse;

checker::result search(const std::function<void()>& body) {
  const auto how = checker::make_strategy("dpor", {});
  return checker::check("misuse", body, *how);
}

/// The first finding of the kind; fails the test if there is none.
checker::finding first_of(const checker::result& found, finding_kind kind) {
  for (const checker::finding& one : found.findings)
    if (one.kind == kind) return one;
  FAIL("no finding of kind " << name_of(kind));
  return {};
}

checker::finding misuse_in(const std::function<void()>& body) {
  return first_of(search(body), finding_kind::misuse);
}

std::string task_of(const checker::finding& found, const checker::misuse_evidence& one) {
  return found.execution.tasks.at(static_cast<std::size_t>(one.task)).name;
}

mutex left_behind{"left behind"};

int& function_static(mutex& lock) {
  static int value = [&] {
    const lock_guard held{lock};
    return 1;
  }();
  return value;
}

}  // namespace

TEST_CASE("misuse: an unlock by a stranger tells who holds the lock, and since when") {
  const checker::finding found = misuse_in([] {
    mutex lock{"lock"};
    latch taken{1, "taken"};
    thread owner{"owner", [&] {
                   lock.lock();
                   taken.count_down();
                 }};
    taken.wait();
    lock.unlock();
    owner.join();
  });
  CHECK(found.misused == misuse::unlock_not_owner);
  CHECK(found.message == "lock unlocked by a task that does not hold it");
  REQUIRE(found.evidence.size() == 1);
  CHECK(found.evidence[0].role == misuse_role::holds);
  CHECK(task_of(found, found.evidence[0]) == "owner");
  CHECK(found.evidence[0].where.line + 4 == found.where.line);
}

TEST_CASE("misuse: a second unlock tells of the first") {
  const checker::finding found = misuse_in([] {
    mutex lock{"lock"};
    lock.lock();
    lock.unlock();
    lock.unlock();
  });
  CHECK(found.misused == misuse::unlock_not_locked);
  REQUIRE(found.evidence.size() == 1);
  CHECK(found.evidence[0].role == misuse_role::released);
  CHECK(found.evidence[0].where.line + 1 == found.where.line);
}

TEST_CASE("misuse: a mutex that ends while it is held tells where it was made and taken") {
  const checker::finding found = misuse_in([] {
    auto lock = std::make_unique<mutex>("lock");
    latch taken{1, "taken"};
    latch gone{1, "gone"};
    thread owner{"owner", [&] {
                   lock->lock();
                   taken.count_down();
                   gone.wait();
                 }};
    taken.wait();
    lock.reset();
    gone.count_down();
    owner.join();
  });
  CHECK(found.misused == misuse::destroyed_while_held);
  REQUIRE(found.evidence.size() == 2);
  CHECK(found.evidence[0].role == misuse_role::holds);
  CHECK(task_of(found, found.evidence[0]) == "owner");
  CHECK(found.evidence[1].role == misuse_role::made);
  CHECK(found.evidence[1].where == found.where);
}

TEST_CASE("misuse: what is used after its end tells where it ended") {
  const checker::finding found = misuse_in([] {
    auto ready = std::make_unique<condition_variable>("ready");
    latch gone{1, "gone"};
    condition_variable* const pointer = ready.get();
    thread late{"late", [&] {
                  gone.wait();
                  pointer->notify_all();
                }};
    // Stands where it was, as memory that nobody has used again: no undefined behaviour here.
    std::destroy_at(pointer);
    gone.count_down();
    late.join();
    static_cast<void>(ready.release());
    ::operator delete(pointer);
  });
  CHECK(found.misused == misuse::notified_object_destroyed);
  REQUIRE(found.evidence.size() == 1);
  CHECK(found.evidence[0].role == misuse_role::destroyed);
  CHECK(task_of(found, found.evidence[0]) == "main");
}

TEST_CASE("misuse: a second join tells of the first, and names the task") {
  const checker::finding found = misuse_in([] {
    thread worker{"worker", [] {}};
    worker.join();
    worker.join();
  });
  CHECK(found.misused == misuse::joined_twice);
  CHECK(found.message == "worker joined or detached a second time");
  REQUIRE(found.evidence.size() == 1);
  CHECK(found.evidence[0].role == misuse_role::joined);
  CHECK(found.evidence[0].where.line + 1 == found.where.line);
}

TEST_CASE("misuse: a thread that never stood for a task is not joined twice") {
  const checker::finding found = misuse_in([] { thread().join(); });
  CHECK(found.misused == misuse::not_joinable);
  CHECK(found.evidence.empty());
}

TEST_CASE("misuse: a thread that is started anew may be joined anew") {
  CHECK(search([] {
          thread worker{"worker", [] {}};
          worker.join();
          worker = thread{"worker again", [] {}};
          worker.join();
        }).findings.empty());
}

TEST_CASE("misuse: a joinable thread that ends is named, with its start") {
  const checker::finding found = misuse_in([] { const thread worker{"worker", [] {}}; });
  CHECK(found.misused == misuse::joinable_destroyed);
  CHECK(found.message == "worker destroyed or assigned to while still joinable");
  REQUIRE_FALSE(found.evidence.empty());
  CHECK(found.evidence[0].role == misuse_role::started);
}

TEST_CASE("misuse: a wait with somebody else's lock tells who has it") {
  const checker::finding found = misuse_in([] {
    mutex lock{"lock"};
    condition_variable_any changed{"changed"};
    unique_lock<mutex> held{lock, defer_lock};
    changed.wait(held);
  });
  CHECK(found.misused == misuse::wait_without_lock);
}

TEST_CASE("misuse: a second result tells of the first") {
  const checker::finding found = misuse_in([] {
    promise<int> result;
    result.set_value(1);
    result.set_value(2);
  });
  CHECK(found.misused == misuse::promise_already_satisfied);
}

TEST_CASE("misuse: an operation in a static's initialiser is told, and nobody hangs") {
  // Without the check the second task would wait for the first one's initialiser on the stack of
  // the same thread, for ever.
  const checker::result all = search([] {
    mutex lock{"lock"};
    heddle::together({[&] { function_static(lock); }, [&] { function_static(lock); }});
  });
  const checker::finding found = first_of(all, finding_kind::misuse);
  CHECK(found.misused == misuse::static_initialiser);
  CHECK(found.message == "lock used while a static variable of a function is initialised");
}

TEST_CASE("misuse: a static's initialiser without operations is none") {
  CHECK(search([] {
          const auto counts = [] {
            static const std::vector<int> numbers{1, 2, 3};
            return numbers.size();
          };
          mutex lock{"lock"};
          const auto use = [&] {
            const lock_guard held{lock};
            heddle::check(counts() == 3);
          };
          heddle::together({use, use});
        }).findings.empty());
}

TEST_CASE("leak: a lock that is held at the end tells who took it, and where") {
  const checker::finding found = first_of(search([] {
                                            thread worker{"worker", [] { left_behind.lock(); }};
                                            worker.join();
                                          }),
                                          finding_kind::leak);
  CHECK(found.message == "left behind is still locked when everything has ended");
  REQUIRE(found.evidence.size() == 1);
  CHECK(found.evidence[0].role == misuse_role::holds);
  CHECK(task_of(found, found.evidence[0]) == "worker");
  CHECK(found.evidence[0].where == found.where);
}

TEST_CASE("leak: a detached task that may outlive main is one, whatever the order was") {
  const auto leaks = [](bool waits) {
    return [waits] {
      const auto done = std::make_shared<manual_event>(false, "done");
      const auto work = std::make_shared<atomic<int>>(0, "work");
      thread worker{"worker", [=] {
                      work->store(1);
                      done->set();
                    }};
      worker.detach();
      if (waits) done->wait();
    };
  };
  const checker::finding found = first_of(search(leaks(false)), finding_kind::leak);
  CHECK(found.message == "worker is detached and may still run when main ends");
  REQUIRE(found.evidence.size() == 1);
  CHECK(found.evidence[0].role == misuse_role::started);
  CHECK(search(leaks(true)).findings.empty());
}
