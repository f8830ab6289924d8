#include "reports/diagram/arrows.hpp"

#include <set>
#include <tuple>

#include "tests/catch.hpp"
#include "tests/reports/diagram/found.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;
using scheduler::execution;
using scheduler::object_kind;
using scheduler::operation_kind;

namespace {

using pairs = std::set<std::pair<std::uint32_t, std::uint32_t>>;

pairs arrows_in(const execution& from, arrow::sort what = arrow::sort::synchronisation) {
  pairs found;
  for (const arrow& one : arrows_of(from))
    if (one.what == what) found.emplace(one.from, one.to);
  return found;
}

}  // namespace

TEST_CASE("arrows: starts, ends and locks") {
  written_execution shown{"x.cpp"};
  const int main = shown.task("main");
  const int other = shown.task("other");
  const int mutex = shown.object("mutex", object_kind::mutex, "free");
  shown.lock(main, mutex, 1).spawn(main, other, 2).unlock(main, mutex, 3);
  shown.lock(other, mutex, 4).unlock(other, mutex, 5).join(main, other, 6);
  // The start comes before the first step, the unlock before the lock, the end before the join.
  CHECK(arrows_in(shown.told) == pairs{{2, 4}, {3, 4}, {5, 6}});
}

TEST_CASE("arrows: one's own steps need none, and plain variables order nothing") {
  written_execution shown{"x.cpp"};
  const int one = shown.task("one");
  const int two = shown.task("two");
  const int number = shown.object("number", object_kind::variable, "0");
  const int mutex = shown.object("mutex", object_kind::mutex, "free");
  shown.lock(one, mutex, 1).unlock(one, mutex, 2).lock(one, mutex, 3);
  shown.write(one, number, "1", 4).read(two, number, 5);
  CHECK(arrows_of(shown.told).empty());
}

TEST_CASE("arrows: atomics by their orders") {
  const auto order = GENERATE(std::memory_order_seq_cst, std::memory_order_relaxed);
  written_execution shown{"x.cpp"};
  const int one = shown.task("one");
  const int two = shown.task("two");
  const int flag = shown.object("flag", object_kind::atomic, "false");
  shown.step(one, operation_kind::store, flag, "store", "true", 1);
  shown.told.steps.back().order = order;
  shown.step(two, operation_kind::load, flag, "load", "true", 2);
  CHECK(arrows_in(shown.told).empty() == (order == std::memory_order_relaxed));
}

TEST_CASE("arrows: messages come out in the order in which they went in") {
  const checker::finding found = wrong_sum_of_messages();
  std::vector<std::uint32_t> sent;
  std::vector<std::uint32_t> received;
  for (const execution::step& step : found.execution.steps) {
    if (step.kind == operation_kind::send) sent.push_back(step.number);
    if (step.kind == operation_kind::receive) received.push_back(step.number);
  }
  REQUIRE(sent.size() == 2);
  REQUIRE(received.size() == 2);
  CHECK(arrows_in(found.execution, arrow::sort::message) ==
        pairs{{sent[0], received[0]}, {sent[1], received[1]}});
}

TEST_CASE("arrows: a notification leads to who was woken, and orders nothing") {
  written_execution shown{"x.cpp"};
  const int waiter = shown.task("waiter");
  const int signaller = shown.task("signaller");
  const int mutex = shown.object("mutex", object_kind::mutex, "free");
  const int ready = shown.object("ready", object_kind::condition_variable, "waited on by nobody");
  const auto with_mutex = [&] { shown.told.steps.back().second = mutex; };
  shown.lock(waiter, mutex, 1);
  shown.step(waiter, operation_kind::wait, ready, "wait on ready", "waited on by waiter", 2);
  with_mutex();
  shown.lock(signaller, mutex, 3);
  shown.step(signaller, operation_kind::notify_all, ready, "notify", "waited on by nobody", 4);
  shown.unlock(signaller, mutex, 5);
  shown.step(waiter, operation_kind::wake, ready, "wake up from ready", "waited on by nobody", 6);
  with_mutex();
  CHECK(arrows_in(shown.told, arrow::sort::message) == pairs{{4, 6}});
  // Waiting gives the mutex away, waking takes it again.
  CHECK(arrows_in(shown.told) == pairs{{2, 3}, {5, 6}});
}

TEST_CASE("arrows: who was blocked goes on because of the step that let it") {
  written_execution shown{"x.cpp"};
  const int one = shown.task("one");
  const int two = shown.task("two");
  const int barrier = shown.object("barrier", object_kind::barrier, "0 of 2 arrived");
  const auto enabled = [&](std::vector<int> tasks) { shown.told.steps.back().enabled = tasks; };
  shown.step(one, operation_kind::arrive, barrier, "arrive", "1 of 2 arrived", 1);
  enabled({one, two});
  shown.step(two, operation_kind::arrive, barrier, "arrive", "0 of 2 arrived", 2);
  enabled({two});
  shown.step(two, operation_kind::arrive, barrier, "arrive", "1 of 2 arrived", 3);
  enabled({one, two});
  shown.step(one, operation_kind::pass, barrier, "pass", "1 of 2 arrived", 4);
  enabled({one});
  CHECK(arrows_in(shown.told) == pairs{{2, 4}});
}

}  // namespace heddle::reports
