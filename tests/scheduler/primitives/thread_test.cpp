#include "scheduler/primitives/thread.hpp"

#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "scheduler/location.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/choose.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/support.hpp"

using heddle::check;
using heddle::thread;
using heddle::var;
using heddle::scheduler::misuse;
using heddle::scheduler::testing::all_schedules;
using heddle::scheduler::testing::run_once;
using heddle::scheduler::testing::run_record;

namespace {

using texts = std::set<std::string>;

misuse first_misuse(const run_record& record) {
  return record.failures.empty() ? misuse::none : record.failures.front().what;
}

struct counter {
  void add(int amount) { total += amount; }
  int total = 0;
};

}  // namespace

TEST_CASE("a thread calls its function with its arguments") {
  const run_record record = run_once([] {
    counter count;
    thread member{&counter::add, &count, 3};
    member.join();
    thread named{"named", &counter::add, std::ref(count), 4};
    named.join();
    check(count.total == 7, "member functions");

    auto owned = std::make_unique<int>(5);
    thread mover{[](std::unique_ptr<int> mine) { check(*mine == 5, "moved"); }, std::move(owned)};
    mover.join();
    const std::string base = "worker ";
    thread built{base + "1", [](const std::string& text) { check(text == "x", "decayed"); }, "x"};
    built.join();
  });
  CHECK(record.text() == "");
}

TEST_CASE("arguments are copied when the thread is started") {
  const run_record record = run_once([] {
    var<int> go{0};
    std::string text = "before";
    thread reader{[&go](const std::string& mine) {
                    (void)go.get();
                    check(mine == "before", "a copy");
                  },
                  text};
    text = "after";
    reader.join();
  });
  CHECK(record.text() == "");
}

TEST_CASE("the new task destroys the function and its arguments") {
  struct witness {
    explicit witness(int* last) : last_task(last) {}
    witness(witness&& other) noexcept : last_task(std::exchange(other.last_task, nullptr)) {}
    ~witness() {
      if (last_task != nullptr) *last_task = heddle::this_thread::get_id() == thread::id(0) ? 0 : 1;
    }
    int* last_task;
  };
  const run_record record = run_once([] {
    int destroyed_by = -1;
    thread child{[held = witness(&destroyed_by)] { (void)held; }};
    child.join();
    check(destroyed_by == 1, "by the child");
  });
  CHECK(record.text() == "");
}

TEST_CASE("starts and joins know their lines") {
  std::uint32_t first = 0;
  const run_record record = run_once([&first] {
    first = __LINE__ + 1;
    thread unnamed{[] {}};
    thread named{"named", [] {}};
    unnamed.join();
    named.join();
  });
  REQUIRE(record.kinds() == "spawn spawn join join");
  for (std::uint32_t event = 0; event < 4; ++event) {
    const auto where = heddle::scheduler::resolve(record.announced[event].site);
    if (where.known()) CHECK(where.line == first + event);
  }
}

TEST_CASE("join waits for the end") {
  const auto found = all_schedules([] {
    var<int> x{0, "x"};
    thread writer{"writer", [&] {
                    x = 1;
                    x = 2;
                  }};
    writer.join();
    check(!writer.joinable(), "joined");
    heddle::observe("x", x);
  });
  CHECK(found.outcomes() == texts{"x=2"});
}

TEST_CASE("threads move and swap") {
  const run_record record = run_once([] {
    thread none;
    check(!none.joinable() && none.get_id() == thread::id(), "no task");
    thread first{[] {}};
    const thread::id id = first.get_id();
    check(first.joinable() && id != thread::id() && id != heddle::this_thread::get_id(), "ids");
    thread second{std::move(first)};
    check(!first.joinable() && second.get_id() == id, "moved");  // NOLINT: moved from
    swap(first, second);
    check(first.get_id() == id && !second.joinable(), "swapped");
    none = std::move(first);
    none.join();
    std::vector<thread> several;
    for (int number = 0; number < 3; ++number) several.emplace_back([] {});
    for (thread& each : several) each.join();
  });
  CHECK(record.text() == "");
  CHECK(thread::hardware_concurrency() == 2);
}

TEST_CASE("a thread can be detached") {
  const auto found = all_schedules([] {
    auto value = std::make_shared<var<int>>(0, "x");
    thread child{[value] { *value = 1; }};
    child.detach();
    check(!child.joinable(), "detached");
    heddle::observe("x", *value);
  });
  CHECK(found.outcomes() == texts{"x=0", "x=1"});
}

TEST_CASE("misuses of threads") {
  CHECK(first_misuse(run_once([] { thread().join(); })) == misuse::not_joinable);
  CHECK(first_misuse(run_once([] { thread().detach(); })) == misuse::not_joinable);
  CHECK(first_misuse(run_once([] {
          thread child{[] {}};
          child.join();
          child.join();
        })) == misuse::joined_twice);
}

TEST_CASE("a thread cannot join itself") {
  const auto found = all_schedules([] {
    thread child;
    var<int> ready{0};
    child = thread{[&] {
      if (ready == 1) child.join();
    }};
    ready = 1;
    child.join();
  });
  CHECK(found.outcomes() == texts{"", "{misuse: joined by itself}"});
}

TEST_CASE("destroying a joinable thread is a misuse, and waits for it") {
  const auto found = all_schedules([] {
    var<int> x{0, "x"};
    {
      thread child{[&] { x = 1; }};
    }
    heddle::observe("x", x);
  });
  // The operation after the misuse ends the task.
  for (const auto& [text, count] : found.counts) {
    CHECK(text.find("{misuse") != std::string::npos);
    CHECK(text.find("x=") == std::string::npos);
  }
  const auto overwritten = run_once([] {
    thread child{[] {}};
    child = thread();
  });
  CHECK(first_misuse(overwritten) == misuse::joinable_destroyed);
}

TEST_CASE("a failed task waits for the threads it leaves behind, without a misuse") {
  const auto found = all_schedules([] {
    var<int> x{0, "x"};
    thread child{"child", [&] {
                   x = 1;
                   heddle::observe("x", x);
                 }};
    check(false, "main fails");
    child.join();
  });
  CHECK(found.outcomes() == texts{"x=1 {check: main fails}"});
}

TEST_CASE("an exception that leaves a thread ends that thread only") {
  const auto found = all_schedules([] {
    thread thrower{"thrower", [] { throw std::runtime_error("lost"); }};
    thrower.join();
    heddle::observe("main", "went on");
  });
  CHECK(found.outcomes() == texts{"main=went on {exception: std::runtime_error: lost}"});
}

TEST_CASE("choose takes every value") {
  const auto found = all_schedules([] { heddle::observe("value", heddle::choose(3)); });
  CHECK(found.outcomes() == texts{"value=0", "value=1", "value=2"});
  CHECK(found.executions == 3);
  CHECK(first_misuse(run_once([] { (void)heddle::choose(0); })) == misuse::bad_argument);
  CHECK(first_misuse(run_once([] { (void)heddle::choose(-1); })) == misuse::bad_argument);
  CHECK(first_misuse(run_once([] { (void)heddle::choose(70'000); })) == misuse::bad_argument);
}

TEST_CASE("an assumption that does not hold prunes the execution") {
  const auto found = all_schedules([] {
    const int value = heddle::choose(3);
    heddle::assume(value != 1);
    heddle::observe("value", value);
  });
  CHECK(found.outcomes() == texts{"value=0", "[pruned]", "value=2"});
}

TEST_CASE("a repeated observation keeps its last value") {
  CHECK(run_once([] {
          heddle::observe("a", 1);
          heddle::observe("a", 2);
        }).text() == "a=2");
}
